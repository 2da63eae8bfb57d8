# hashlib: every digest that each Python has, at once and in pieces.
import hashlib, io
for n in sorted(hashlib.algorithms_guaranteed):
    h = hashlib.new(n); h.update(b"ab"); h.update(b"c" * 300); a = (20,) if n.startswith("shake") else ()
    print(n, h.hexdigest(*a), h.name, h.digest_size, h.block_size, h.copy().digest(*a) == h.digest(*a), getattr(hashlib, n)(b"x").hexdigest(*a)[:20], hashlib.new(n, b"").hexdigest(*a)[:12])
print(hashlib.blake2b(b"msg", digest_size=16, key=b"k", salt=b"s", person=b"p").hexdigest(), hashlib.blake2s(b"msg", digest_size=5).hexdigest(), hashlib.blake2b(b"a" * 128).hexdigest()[:16], hashlib.blake2b(b"a" * 129, last_node=True).hexdigest()[:16], hashlib.blake2b.MAX_DIGEST_SIZE)
print(hashlib.file_digest(io.BytesIO(b"abc"), "sha3_256").hexdigest(), hashlib.shake_128(b"q").hexdigest(200)[-10:])
for f in (lambda: hashlib.sha3_256("x"), lambda: hashlib.nope, lambda: hashlib.blake2b("x")):
    try: f()
    except Exception as e: print(type(e).__name__, e)
