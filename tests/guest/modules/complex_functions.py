# complex functions, as CPython has them.
import cmath, math
vals=[0.0,-0.0,1.0,-1.0,0.5,-2.5,1e-320,1e308,3.7,720.0]
for f in ['sqrt','exp','log','log10','acos','acosh','asin','asinh','atan','atanh','cos','cosh','sin','sinh','tan','tanh','polar','isfinite']:
    for a in vals:
        for b in vals:
            try: r=getattr(cmath,f)(complex(a,b))
            except Exception as e: r=repr(e)
            print(f,a,b,r)
print(cmath.log(8,2), cmath.rect(2,math.pi/3), cmath.isclose(1+1j,1+1.0000000001j))
for x in ('a',None,5,True): 
    try: print(cmath.sqrt(x))
    except Exception as e: print(repr(e))
