# decimal: arithmetic, rounding, contexts, signals, formats.
from decimal import *
import decimal
D=Decimal
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
print(D('0.1')+D('0.2'), D('1.10')+D('2.2'), D(1)/D(3), D(10)/4, D('1e3'), D('1E+3')*2, D('-0'), D('0.000001'), D('0.0000001'), D('123e-2'), D(' 1_000.5 '), D(5), D(0.1), D(2.5), D((0,(1,2),-1)))
print(D('7')//2, D(-7)//2, D(-7)%3, D('7.5')%2, divmod(D(17),5), D(2)**10, D(2)**-2, D('1.5')**2, D(2)**D('0.5'), D(2).sqrt(), D(16).sqrt(), D('0.01').sqrt(), D(100).log10(), D(2).ln(), D(1).exp(), D('-1.5').exp(), D(10).ln(), D('1.000001').ln(), D(3).log10(), D(4)**D('0.5'), D(9)**D('1.5'), D('1.1')**100)
for r in (ROUND_UP,ROUND_DOWN,ROUND_CEILING,ROUND_FLOOR,ROUND_HALF_UP,ROUND_HALF_DOWN,ROUND_HALF_EVEN,ROUND_05UP):
    print(r,[str(D(x).quantize(D('1'),rounding=r)) for x in ('2.5','3.5','-2.5','2.4','2.6','-2.1','0.5','5.1')])
print(D('3.14159').quantize(D('0.01')), D('1234.5678').quantize(D('.1'), ROUND_HALF_UP), round(D('2.675'),2), round(D('2.5')), round(D('1234'),-2), D('100').normalize(), D('1.500').normalize(), D('1e5').normalize())
print(D('1.0')==D('1.00'), D('1.0')==1, D('0.5')==0.5, D('0.1')==0.1, D(1)<2, D('1.5')>1.4, D('NaN')==D('NaN'), hash(D('1.0'))==hash(1), hash(D('0.5'))==hash(0.5), D('inf')>10**100, D('-inf'), max(D(1),D(2)), min(D('1.5'),1), sorted([D(3),D(1),D('2.5')]), sum([D('0.1')]*10), sum([D('0.1')]*10, D(0)), D(1)+True)
print(D('123.456').as_tuple(), D('-Infinity').as_tuple(), D('NaN123').as_tuple(), D('0.125').as_integer_ratio(), D('12.5').adjusted(), int(D('-3.9')), float(D('0.1')), bool(D(0)), abs(D(-5)), -D(5), +D('1.23'), complex(D(1)))
for s in ['','.2f','10.3f','<10','^10','+.1f','08.2f',',','.2%','e','.3e','E','g','.3g',',.2f','*>12.2f',' f','010,.1f','n','.0f','%','-^20.3','z.1f']:
    for v in ('1234567.891','-0.005','0','1E+10','1e-8','NaN','-Infinity','0.00','123'):
        try: print(s, v, '[%s]' % format(D(v),s))
        except Exception as e: print(s, v, type(e).__name__, e)
print(f'{D("3.14159"):.2f}', '%.2f' % D('2.5'), '%s' % D('1E+5'), str(D('1E+5')), D('1E+5').to_eng_string(), D('123E+3').to_eng_string(), D('1E-7').to_eng_string(), '%d' % D('3.7'))
for f in [lambda:D('x'),lambda:D(1)/0,lambda:D(0)/0,lambda:D(1)//0,lambda:D(1)%0,lambda:D(0)**0,lambda:D(-1).sqrt(),lambda:D(-1).ln(),lambda:D(0).ln(),lambda:D('1e999999')*10,lambda:D(1)+1.5,lambda:D(1)<'a',lambda:D(None),lambda:D('inf')-D('inf'),lambda:D('sNaN')+1,lambda:D('NaN')<1,lambda:int(D('inf')),lambda:int(D('nan')),lambda:D('1').quantize(D('1e-30')),lambda:D('1e30')//1,lambda:D(-2)**D('0.5'),lambda:D((1,2)),lambda:hash(D('sNaN')), lambda: D(1)==None, lambda: D(3)/1.0, lambda: format(D(1),'x'), lambda: D('1e-999999')/10**40, lambda: D(7).compare(D(8)), lambda: pow(D(3),4,5), lambda: getcontext(), lambda: ExtendedContext, lambda: Context(prec=5), lambda: D(1).foo, lambda: D.from_float(0.1), lambda: D('1.1').fma(2,3), lambda: D(10).remainder_near(3), lambda: D('12').copy_sign(D(-1)), lambda: D(2).next_plus(), lambda: D('1.5').is_signed(), lambda: D(5).logb(), lambda: D('1').scaleb(3), lambda: D('nan'), lambda: D('-nan12')]:
    t(f)
getcontext().prec=6
print(D(1)/D(7), D('1.23456789')+0, +D('1.23456789'), D('1.23456789'))
with localcontext() as c:
    c.prec=50; c.rounding=ROUND_DOWN; print(D(2)/D(3), D(2).sqrt(), D(1).exp(), getcontext().prec)
with localcontext(prec=3) as c: print(D(2)/3)
print(getcontext().prec, getcontext().flags[Inexact], getcontext().traps[DivisionByZero])
setcontext(Context(prec=10, rounding=ROUND_HALF_UP, traps=[])); print(D(1)/0, D(0)/0, D('x'), -D(1)/0, getcontext().flags[DivisionByZero], getcontext())
setcontext(ExtendedContext); print(D(1)/3); c=Context(prec=4); print(c.divide(D(1),D(3)), c.create_decimal('3.14159'), c.sqrt(2), c.power(D(2),D(100)), c.add(1,2))
import copy,pickle; print(copy.deepcopy(D('1.1')), pickle.loads(pickle.dumps(D('1.10'))), repr(D('1E-3')))
setcontext(DefaultContext)
class Money(Decimal): pass
m=Money('1.5'); print(m, type(m).__name__, type(m+1).__name__, repr(m), D('0.1')*3==D('0.3'), isinstance(m, Decimal))
from fractions import Fraction
print(D('0.5')==Fraction(1,2), D('0.5')<Fraction(2,3), Fraction(D('0.25')), D('0.3')==Fraction(3,10))
print(D('1')+D('1e-40'), D('1e20')-D('1e-20'), D('9.999999999999999999999999999')+D('1e-27'), D('12345678901234567890123456789012')*1, D(2)**200, D(3)**D('2.5'), D('0.5')**3, D(10)**-3, D(10)**20, D(10)**30,D('1E2')**3)
import statistics; print(statistics.mean([D("0.5"),D("0.75")]))
import statistics as s
from decimal import Decimal as D
from fractions import Fraction as F
print(s.mean([D('0.5'),D('0.75')]), s.stdev([D('1'),D('2'),D('4')]), s.mean([F(1,2),F(1,3)]), s.pvariance([D(1),D(2)]), s.median([D(1),D(3),D(2)]), s.variance([F(1),F(2)]), s.mean([1,2]), s.mean([1,2.5]), s.mean([True,False]))
