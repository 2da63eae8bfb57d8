# http.server, http.client and urllib.request, talking to each other.
import threading, http.server, http.client, urllib.request, urllib.error, urllib.parse, json, socket, io
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path=='/redir':
            self.send_response(302); self.send_header('Location','/json?x=1'); self.end_headers(); return
        if self.path=='/err': self.send_error(404); return
        if self.path=='/chunk':
            self.protocol_version='HTTP/1.1'; self.send_response(200); self.send_header('Transfer-Encoding','chunked'); self.end_headers()
            for p in (b'abc',b'defgh'): self.wfile.write(b'%x\r\n%s\r\n'%(len(p),p))
            self.wfile.write(b'0\r\n\r\n'); return
        body=json.dumps({'path':self.path,'h':sorted(self.headers.keys()),'ua':self.headers.get('User-Agent'),'host':self.headers['host'].split(':')[0]}).encode()
        self.send_response(200,'Fine'); self.send_header('Content-Type','application/json'); self.send_header('Content-Length',str(len(body))); self.send_header('X-Two','a'); self.send_header('X-Two','b'); self.end_headers(); self.wfile.write(body)
    def do_POST(self):
        n=int(self.headers['Content-Length']); d=self.rfile.read(n)
        self.send_response(201); self.end_headers(); self.wfile.write(b'got '+d+b' '+self.headers.get_content_type().encode())
    def log_message(self,f,*a): print('LOG',f%a)
s=http.server.ThreadingHTTPServer(('127.0.0.1',0),H); port=s.server_address[1]
t=threading.Thread(target=s.serve_forever); t.daemon=True; t.start()
base=f'http://127.0.0.1:{port}'
with urllib.request.urlopen(base+'/json?a=b') as r: print(r.status,r.reason,r.msg,r.getcode(),r.headers['content-type'],r.headers.get_all('x-two'),r.read().decode(),r.url.replace(str(port),'P'),r.getheader('X-Two'))
r=urllib.request.urlopen(base+'/redir'); print(r.geturl().replace(str(port),'P'), json.load(r)['path'])
try: urllib.request.urlopen(base+'/err')
except urllib.error.HTTPError as e: print(e, e.code, e.reason, e.headers['content-type'], len(e.read()), repr(e))
print(urllib.request.urlopen(base+'/chunk').read())
r=urllib.request.urlopen(base+'/post',data=urllib.parse.urlencode({'a':1,'b':'x y'}).encode()); print(r.status,r.read())
q=urllib.request.Request(base+'/post',data=b'{}',headers={'Content-Type':'application/json','X-a':'1'},method='POST'); print(q.get_method(),q.host.replace(str(port),'P'),q.selector,q.header_items(),q.type); print(urllib.request.urlopen(q).read())
try: urllib.request.urlopen(urllib.request.Request(base+'/x',method='PUT'))
except urllib.error.HTTPError as e: print(e)
c=http.client.HTTPConnection('127.0.0.1',port,timeout=5)
c.request('GET','/json',headers={'User-Agent':'me'}); r=c.getresponse(); print(r.status,r.reason,r.version,r.getheader('content-length'),[h for h in r.getheaders() if h[0] not in('Date','Server')]); d=r.read(10); print(d,len(r.read()),r.read(),r.isclosed())
c.request('POST','/p','body text',{'Content-Type':'text/plain'}); r=c.getresponse(); print(r.status,r.read()); c.close()
c.request('HEAD','/json'); r=c.getresponse(); print(r.status,r.read()); c.close()
for bad in ('nonsense','foo://x','http://127.0.0.1:1/'):
    try: urllib.request.urlopen(bad)
    except Exception as e: print(type(e).__name__,e)
try: c.getresponse()
except Exception as e: print(type(e).__name__,e)
try: http.client.HTTPConnection('h:x')
except Exception as e: print(type(e).__name__,e)
s.shutdown(); s.server_close()
print(urllib.request.urlopen('data:text/plain;base64,aGk=').read())
print(http.client.responses[404], http.client.OK, http.client.NOT_FOUND)
