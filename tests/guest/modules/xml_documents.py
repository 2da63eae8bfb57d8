# xml.etree, xml.sax and xml.dom.minidom, as CPython has them.
import xml.etree.ElementTree as ET, io, copy
doc='''<?xml version="1.0"?>
<!-- top --><data xmlns:a="http://a.org/x">
    <country name="Liechtenstein" code='LI'>
        <rank updated="yes">2</rank><year>2008</year>
        <neighbor name="Austria" direction="E"/><neighbor name="Switzerland" direction="W"/>tail&amp;&#65;<![CDATA[<raw>]]>
    </country>
    <country name="Singapore"><rank>5</rank><a:thing a:k="v">&lt;x</a:thing><!-- in --><?pi data?></country>
</data>'''
r=ET.fromstring(doc); print(r, r.tag, r.attrib, len(r), [c.attrib for c in r]) if 0 else print(r.tag, r.attrib, len(r), [c.attrib for c in r])
for n in r.iter('neighbor'): print(n.attrib, n.get('name'), n.items(), n.keys())
for c in r.findall('country'): print(c.find('rank').text, c.findtext('year','none'), c.get('name'))
for p in ['country','country/rank','.//rank','./country[@name="Singapore"]','country[rank="2"]','.//*[@name]','country[2]','country[last()]','country/neighbor[1]/..','*','.','.//neighbor[@direction="W"]','{http://a.org/x}thing','.//{http://a.org/x}thing','.//{*}thing','country[year]',".//rank[.='5']",'country[last()-1]','.//neighbor[@direction!="W"]']: print(p, [(e.tag,e.get('name')) for e in r.findall(p)])
for p in ['/country','country[0]','a:thing','country[foo()]','//x']:
    try: print(r.findall(p))
    except Exception as e: print(p,type(e).__name__,e)
print(r.findall('.//a:thing',{'a':'http://a.org/x'})[0].text, repr(r[0][-1].tail))
print(ET.tostring(r)); print(ET.tostring(r,encoding='unicode')); print(ET.tostring(r[0][2],encoding='utf-8',xml_declaration=True))
a=ET.Element('a',{'x':'1'},y='"2"'); b=ET.SubElement(a,'b'); b.text='t<&>é'; b.tail='tail'; ET.SubElement(a,'c',k='v\n'); a.append(ET.Comment(' c ')); a.append(ET.ProcessingInstruction('p','q')); a.insert(0,ET.Element('first')); ET.dump(a); print(ET.tostring(a,encoding='latin-1'), ET.tostring(a,method='html'), ET.tostring(a,method='text',encoding='unicode'), ET.tostring(a,short_empty_elements=False))
ET.indent(a); ET.dump(a); a.remove(b); print(len(a), a[0].tag, list(a)[0].tag, a[0:2]==list(a)[0:2], copy.deepcopy(a).get('x'))
t=ET.ElementTree(a); f=io.BytesIO(); t.write(f,encoding='utf-8',xml_declaration=True); print(f.getvalue()); print(ET.parse(io.BytesIO(f.getvalue())).getroot().tag, t.find('c').get('k'))
ET.register_namespace('a','http://a.org/x'); print(ET.tostring(r[1])); print(ET.tostring(ET.fromstring('<x xmlns="u:1"><y z="1"/></x>')), ET.fromstring('<x xmlns="u:1"><y z="1"/></x>')[0].tag)
for bad in ['<a>','<a></b>','','  ','<a/><b/>','<a b=1/>','<a b="1" b="2"/>','<a>&nbsp;</a>','text','<a>&</a>','<a','<a b','<a><b></a></b>','<a>x</a>y','<1a/>','<a b="<"/>','<a>&#0;</a>','<p:a/>','<a>\x01</a>','<!-- x','<a><![CDATA[x</a>',' <?xml version="1.0"?><a/>','<a x="&y"/>','</a>','<a>]]></a>','<a b="x/>']:
    try: ET.fromstring(bad); print('OK',repr(bad))
    except ET.ParseError as e: print(repr(bad), e, e.code, e.position)
for ev,e in ET.iterparse(io.StringIO('<r><i n="1">x</i><i n="2"/></r>'),events=('start','end')): print(ev,e.tag,e.attrib,e.text)
p=ET.XMLPullParser(['start','end']); p.feed('<r><a/></r>'); print([(x,y.tag) for x,y in p.read_events()])
class T:
    def start(s,t,a): print('s',t,a)
    def end(s,t): print('e',t)
    def data(s,d): print('d',repr(d))
    def close(s): return 'closed'
pr=ET.XMLParser(target=T()); pr.feed('<a x="1">q<b/>w</a>'); print(pr.close())
try: ET.tostring(ET.Element('x',k=5))
except TypeError as e: print(e)
try: a.append('x')
except TypeError as e: print(e)
try: a[10]
except IndexError as e: print(e)
print(''.join(r.itertext()).split(), ET.iselement(a), ET.QName('u','t'), ET.tostring(ET.Element(ET.QName('u','t'))))
from xml.sax.saxutils import escape,unescape,quoteattr
print(escape('<a&"b">'),unescape('&lt;&amp;'),quoteattr('a"b'),quoteattr("x'\"y"))
import xml.sax
class CH(xml.sax.ContentHandler):
    def startElement(s,n,a): print('S',n,dict(a),a.getNames())
    def endElement(s,n): print('E',n)
    def characters(s,c): print('C',repr(c))
xml.sax.parseString('<a x="1">he\nllo<b/></a>',CH())
try: xml.sax.parseString('<a>',CH())
except xml.sax.SAXParseException as e: print(e, e.getLineNumber())
from xml.dom import minidom
d=minidom.parseString('<?xml version="1.0"?><!--c--><r a="1"><i n="x">text &amp; more</i><i/><e>\n <q/>\n</e><![CDATA[<z>]]></r>')
print(d.documentElement.tagName, [i.getAttribute('n') for i in d.getElementsByTagName('i')], d.documentElement.childNodes[0].firstChild.data, d.documentElement.attributes.items())
print(d.toxml()); print(d.toprettyxml(indent='  ')); print(d.toprettyxml(encoding='utf-8')); print(d.documentElement.firstChild.toxml(), d.getElementsByTagName('i')[0].firstChild, d.getElementsByTagName('i').length)
doc=minidom.Document(); root=doc.createElement('root'); doc.appendChild(root)
for k in range(2):
    e=doc.createElement('item'); e.setAttribute('id',str(k)); e.appendChild(doc.createTextNode('v"%d'%k)); root.appendChild(e)
root.appendChild(doc.createComment('hi')); print(doc.toprettyxml()); root.removeChild(root.firstChild); print(root.toxml(), root.firstChild.nodeName, root.firstChild.nextSibling.nodeType, root.parentNode is doc)
import xml.parsers.expat
try: minidom.parseString('<a><b></a>')
except xml.parsers.expat.ExpatError as e: print(e, e.code, e.lineno, e.offset)
