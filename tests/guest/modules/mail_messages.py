# email and its parts, as CPython has them.
import email, email.utils, email.policy
from email.message import EmailMessage, Message
from email.mime.text import MIMEText
from email.mime.multipart import MIMEMultipart
from email.mime.application import MIMEApplication
from email.mime.image import MIMEImage
from email.mime.base import MIMEBase
from email import encoders
from email.header import Header, decode_header
m=email.message_from_string('From: A <a@b.c>\nTo: x@y.z,\n  q@r.s\nSubject: Hi\nX: 1\nX: 2\n\nBody line\nmore\n')
print(m['from'],repr(m['to']),m.get_all('x'),m.keys(),m.items(),m.is_multipart(),repr(m.get_payload()),m.get_content_type(),m['nope'],'subject' in m,len(m))
print(m.as_string())
t=MIMEText('Hello\nworld'); t['Subject']='S'; t['From']='a@b'; print(t.as_string())
t=MIMEText('Héllo wörld','plain','utf-8'); t['Subject']=Header('Ünïcode','utf-8'); print(t.as_string()); print(t.get_payload(decode=True).decode())
h=MIMEText('<b>x</b>','html')
mp=MIMEMultipart('alternative',boundary='BOUND'); mp['Subject']='multi'; mp.attach(MIMEText('plain')); mp.attach(h); print(mp.as_string())
a=MIMEApplication(b'\0\1\2'*30,Name='f.bin'); a.add_header('Content-Disposition','attachment',filename='f.bin'); print(a.as_string(), a.get_filename())
b=MIMEBase('application','octet-stream'); b.set_payload(b'data'); encoders.encode_base64(b); print(b.as_string())
r=email.message_from_string(mp.as_string())
for p in r.walk(): print(p.get_content_type(), p.is_multipart(), p.get_payload() if not p.is_multipart() else len(p.get_payload()))
e=EmailMessage(); e['Subject']='Test'; e['From']='me@x.com'; e['To']='you@x.com, two@x.com'; e.set_content('Hello there\n'); print(e.as_string()); 
e.add_alternative('<p>hi</p>',subtype='html'); print(e.get_content_type(), [p.get_content_type() for p in e.iter_parts()], e.get_body(('plain',)).get_content())
e.add_attachment(b'abc',maintype='application',subtype='octet-stream',filename='a.bin'); print(e.get_content_type(), [ (p.get_filename(),p.get_content()) for p in e.iter_attachments()])
e2=EmailMessage(); e2.set_content('Grüße\n'); print(e2.as_string())
print(email.utils.parseaddr('John Doe <john@example.com>'), email.utils.formataddr(('Jöhn','j@e.c')), email.utils.formataddr(('J. Doe','j@e.c')), email.utils.getaddresses(['a@b, "X, Y" <c@d>','E (com) <e@f>']))
print(email.utils.formatdate(0), email.utils.formatdate(0,usegmt=True), email.utils.parsedate('Mon, 20 Nov 1995 19:12:08 -0500'), email.utils.parsedate_tz('Mon, 20 Nov 1995 19:12:08 -0500'), email.utils.parsedate_to_datetime('Mon, 20 Nov 1995 19:12:08 -0500'), email.utils.mktime_tz(email.utils.parsedate_tz('Mon, 20 Nov 1995 19:12:08 -0500')))
print(decode_header('=?utf-8?q?Caf=C3=A9?= x'), decode_header('plain'), Header('ab','utf-8').encode(), str(Header('äb')))
m=Message(); m['A']='1'; m.add_header('Content-Disposition','attachment',filename='b c.gif'); m.replace_header('A','2'); del m['zz']; print(m.items(), m.get_filename(), m.get_content_disposition()); m.set_param('x','y','Content-Disposition'); print(m['content-disposition'])
try: m.replace_header('Q','1')
except KeyError as x: print(repr(x))
import binascii, quopri
print(quopri.encodestring('ünï = \t\nlong '.encode()*9), binascii.b2a_uu(b'hello'), binascii.a2b_uu(binascii.b2a_uu(b'hello')), binascii.crc_hqx(b'hello',0), quopri.decodestring(b'a=C3=BC=\nb'))
