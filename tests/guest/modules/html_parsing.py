# html parsing, as CPython has them.
from html.parser import HTMLParser
class P(HTMLParser):
    def handle_starttag(s,t,a): print('S',t,a,s.getpos(),s.get_starttag_text())
    def handle_endtag(s,t): print('E',t,s.getpos())
    def handle_data(s,d): print('D',repr(d))
    def handle_comment(s,d): print('C',repr(d))
    def handle_decl(s,d): print('!',repr(d))
    def handle_pi(s,d): print('?',repr(d))
    def unknown_decl(s,d): print('U',repr(d))
    def handle_entityref(s,d): print('ent',d)
    def handle_charref(s,d): print('chr',d)
docs=['<!DOCTYPE html><html><head><title>Test</title></head><body class="a b" id=x data-q=\'1\'><h1>Parse me!</h1></body></html>',
'<p>a &amp; b &lt;c&gt; &#65;&#x42; &nope; &copy 5</p>','<br/><img src="x.png" alt=\'q"q\' disabled><input value=a/b/>',
'<!-- comment --><!--><p>--><?php echo 1 ?><![CDATA[x]]>','<script>if (a<b && c) { "</p>" }</script><style>p > a {}</style>',
'a < b <3 & c','<a href="x?a=1&amp;b=2">t</a','<div\n  a = "1"\n b>\ntext\n</div >','</ p><//p></><p/>x<P CLASS=Q>','<a b="c"d>','<a "x">','plain','&','&am','x &lt','<!weird stuff>', '<p title="é &eacute; &#233;">', '<a b=>','<tr><td>1<td>2</table>']
for c in (True,False):
    for d in docs:
        print('--',c,repr(d)); p=P(convert_charrefs=c); p.feed(d); p.close()
p=P()
for ch in '<p>he &amp; said <b>bo': p.feed(ch)
p.feed('ld</b> x</p>'); p.close()
