# ip addresses, as CPython has them.
import ipaddress as I, pickle
def t(f,*a):
    try: r=f(*a); print(repr(r) if not isinstance(r,list) else [str(x) for x in r][:10])
    except Exception as e: print(type(e).__name__, e)
for s in ['192.168.1.1','10.0.0.256','1.2.3','::1','2001:db8::ff00:42:8329','1::2::3',':1:2:3:4:5:6:7','::ffff:1.2.3.4','01.2.3.4','a.b.c.d','',5,2**33,b'\1\2\3\4','1.2.3.4/24','::','2001:0:1:2::ffff:1', '2002:0102:0304::','1.2.3.-4','1.2.3.4444','12345::','1:2:3:4:5:6:7:8:9','1:2:3:4:5:6:7:','fec0::1','ff02::1','224.0.0.1','127.0.0.1','100.64.0.1','8.8.8.8','169.254.1.1', None]:
    t(I.ip_address,s)
    t(I.ip_interface,s); t(I.IPv4Address,s); t(I.IPv6Address,s)
    try:
        a=I.ip_address(s)
    except ValueError: continue
    print(a, a.exploded,a.compressed,a.packed,a.version,a.max_prefixlen,a.reverse_pointer,a.is_private,a.is_global,a.is_multicast,a.is_loopback,a.is_link_local,a.is_reserved,a.is_unspecified,int(a))
    if a.version==6: print(a.ipv4_mapped,a.teredo,a.sixtofour,a.is_site_local,a.scope_id)
    print(f'{a:x} {a:#b} {a:_n} {a:>40s}', hash(a)==hash(I.ip_address(s)), pickle.loads(pickle.dumps(a))==a)
for s in ['192.168.0.0/24','192.168.0.1/24','10.0.0.0/8','10.0.0.0/255.0.0.0','10.0.0.0/0.0.0.255','10.0.0.0/33','10.0.0.0/x','::/0','2001:db8::/126','2001:db8::/129','1.2.3.4','1.2.3.4/31','1.2.3.0/255.0.255.0','1.2.3.4/5/6',(3232235776,30),('10.0.0.0','255.255.0.0'),'0.0.0.0/0']:
    t(I.ip_network,s); t(I.ip_network,s,False); t(I.ip_interface,s)
    try: n=I.ip_network(s,False)
    except ValueError: continue
    print(n, n.netmask,n.hostmask,n.broadcast_address,n.num_addresses,n.prefixlen,n.with_netmask,n.with_hostmask,n.is_private,n.exploded,n[0],n[-1],n.is_global)
    if n.num_addresses<20: print(list(n),list(n.hosts()))
    t(lambda:list(n.subnets(2))); t(n.supernet); t(lambda: n[10**40]); t(lambda: list(n.subnets(new_prefix=1)))
n=I.ip_network('10.0.0.0/24')
print(list(n.address_exclude(I.ip_network('10.0.0.64/26'))))
print(list(I.summarize_address_range(I.ip_address('10.0.0.1'),I.ip_address('10.0.0.19'))))
print(list(I.collapse_addresses([I.ip_network('10.0.0.0/25'),I.ip_network('10.0.0.128/25'),I.ip_address('1.1.1.1'),I.ip_address('1.1.1.0')])))
print(I.ip_address('1.1.1.1') in n, I.ip_address('10.0.0.5') in n, n.overlaps(I.ip_network('10.0.0.0/8')), n.subnet_of(I.ip_network('10.0.0.0/8')), n.supernet_of(I.ip_network('10.0.0.0/26')))
print(sorted([I.ip_address('10.0.0.2'),I.ip_address('10.0.0.1')]), I.ip_address('1.2.3.4')+5, I.ip_address('1.2.3.4')-5)
i=I.ip_interface('10.1.2.3/16'); print(i,i.ip,i.network,repr(i),i.with_netmask,i.netmask,i.hostmask,i==I.ip_interface('10.1.2.3/17'))
t(lambda: I.ip_address('1.1.1.1')<I.ip_address('::1')); t(lambda: I.ip_address('1.1.1.1')<5); t(lambda: n.subnet_of(I.ip_network('::/0')))
print(sorted([I.ip_network('10.0.0.0/8'),I.ip_address('1.1.1.1'),I.ip_network('9.0.0.0/8')],key=I.get_mixed_type_key))
print(n.compare_networks(I.ip_network('11.0.0.0/8')))
for h in I.ip_network('192.0.2.0/29').hosts(): print(h)
for a in ['192.0.0.8','192.0.0.9','192.0.0.200','2001:1::1','2001:20::5','64:ff9b:1::1','2001:4:112::1','3fff::1','64:ff9b::1','2001:2::1']:
    a=I.ip_address(a); print(a,a.is_private,a.is_global)
for a in ['192.0.0.0/24','192.0.0.0/28','2001:20::/28','2001::/16','2002::/16']:
    a=I.ip_network(a); print(a,a.is_private,a.is_global)
