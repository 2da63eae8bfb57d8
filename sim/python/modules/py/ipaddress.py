"""IP addresses, networks and interfaces, of versions 4 and 6."""

import functools as _functools

IPV4LENGTH = 32
IPV6LENGTH = 128


class AddressValueError(ValueError):
    """Not an address."""


class NetmaskValueError(ValueError):
    """Not a netmask."""


def _first_that_takes(kinds, value, *arguments):
    for kind in kinds:
        try:
            return kind(value, *arguments)
        except (AddressValueError, NetmaskValueError):
            pass
    return None


def ip_address(address):
    found = _first_that_takes((IPv4Address, IPv6Address), address)
    if found is None:
        raise ValueError(f'{address!r} does not appear to be an IPv4 or IPv6 address')
    return found


def ip_network(address, strict=True):
    found = _first_that_takes((IPv4Network, IPv6Network), address, strict)
    if found is None:
        raise ValueError(f'{address!r} does not appear to be an IPv4 or IPv6 network')
    return found


def ip_interface(address):
    found = _first_that_takes((IPv4Interface, IPv6Interface), address)
    if found is None:
        raise ValueError(f'{address!r} does not appear to be an IPv4 or IPv6 interface')
    return found


def v4_int_to_packed(address):
    try:
        return address.to_bytes(4, 'big')
    except OverflowError:
        raise ValueError("Address negative or too large for IPv4")


def v6_int_to_packed(address):
    try:
        return address.to_bytes(16, 'big')
    except OverflowError:
        raise ValueError("Address negative or too large for IPv6")


def _range_to_networks(first, last, bits, network):
    while first <= last:
        zeros = bits if first == 0 else (first & -first).bit_length() - 1
        free = min(zeros, (last - first + 1).bit_length() - 1)
        yield network((first, bits - free))
        first += 1 << free
        if first - 1 == (1 << bits) - 1:
            break


def summarize_address_range(first, last):
    """Yields the networks that together are the addresses from first to last."""
    if not (isinstance(first, _BaseAddress) and isinstance(last, _BaseAddress)):
        raise TypeError('first and last must be IP addresses, not networks')
    if first.version != last.version:
        raise TypeError("%s and %s are not of the same version" % (first, last))
    if first > last:
        raise ValueError('last IP address must be greater than first')
    network = IPv4Network if first.version == 4 else IPv6Network
    yield from _range_to_networks(first._ip, last._ip, first._max_prefixlen, network)


def collapse_addresses(addresses):
    """Yields the fewest networks that together are the given addresses and networks."""
    singles, networks = [], []
    for ip in addresses:
        known = singles or networks
        if known and known[-1]._version != ip._version:
            raise TypeError("%s and %s are not of the same version" % (ip, known[-1]))
        if isinstance(ip, _BaseAddress):
            singles.append(ip)
        elif ip._prefixlen == ip._max_prefixlen:
            singles.append(ip.ip if hasattr(ip, 'ip') else ip.network_address)
        else:
            networks.append(ip)
    singles = sorted(set(singles))
    at = 0
    while at < len(singles):
        end = at
        while end + 1 < len(singles) and singles[end + 1]._ip == singles[end]._ip + 1:
            end += 1
        networks.extend(summarize_address_range(singles[at], singles[end]))
        at = end + 1
    return _collapsed(networks)


def _collapsed(networks):
    by_supernet = {}
    waiting = list(networks)
    while waiting:
        net = waiting.pop()
        above = net.supernet()
        there = by_supernet.get(above)
        if there is None:
            by_supernet[above] = net
        elif there != net:
            del by_supernet[above]
            waiting.append(above)
    last = None
    for net in sorted(by_supernet.values()):
        if last is not None and last.broadcast_address >= net.broadcast_address:
            continue
        yield net
        last = net


def get_mixed_type_key(obj):
    if isinstance(obj, _BaseNetwork):
        return obj._get_networks_key()
    if isinstance(obj, _BaseAddress):
        return obj._get_address_key()
    return NotImplemented


def _split_prefix(address):
    """(the address, the prefix or the widest one) of what an interface or network is made from."""
    if isinstance(address, (bytes, int)):
        return address, None
    if not isinstance(address, tuple):
        address = str(address).split('/')
        if len(address) > 2:
            raise AddressValueError(f"Only one '/' permitted in {'/'.join(address)!r}")
    if len(address) > 1:
        return address[0], address[1]
    return address[0], None


@_functools.total_ordering
class _BaseAddress:
    __slots__ = ()

    def __int__(self):
        return self._ip

    def __eq__(self, other):
        try:
            return self._ip == other._ip and self._version == other._version
        except AttributeError:
            return NotImplemented

    def __lt__(self, other):
        if not isinstance(other, _BaseAddress):
            return NotImplemented
        if self._version != other._version:
            raise TypeError('%s and %s are not of the same version' % (self, other))
        return self._ip < other._ip

    def __add__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return self.__class__(int(self) + other)

    def __sub__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return self.__class__(int(self) - other)

    def __repr__(self):
        return '%s(%r)' % (self.__class__.__name__, str(self))

    def __str__(self):
        return self._text(self._ip)

    def __hash__(self):
        return hash(hex(int(self._ip)))

    def _get_address_key(self):
        return (self._version, self)

    def __reduce__(self):
        return self.__class__, (self._ip,)

    def __format__(self, fmt):
        if not fmt or fmt[-1] == 's':
            return format(str(self), fmt)
        import re
        found = re.fullmatch('(#?)(_?)([xbnX])', fmt)
        if found is None:
            return super().__format__(fmt)
        alternate, grouping, base = found.groups()
        if base == 'n':
            base = 'b' if self._version == 4 else 'x'
        width = self._max_prefixlen if base == 'b' else self._max_prefixlen // 4
        if grouping:
            width += width // 4 - 1
        if alternate:
            width += 2
        return format(int(self), f'{alternate}0{width}{grouping}{base}')

    def _check_number(self, address):
        if address < 0:
            raise AddressValueError(
                "%d (< 0) is not permitted as an IPv%d address" % (address, self._version))
        if address > self._ALL_ONES:
            raise AddressValueError("%d (>= 2**%d) is not permitted as an IPv%d address"
                                    % (address, self._max_prefixlen, self._version))

    def _check_packed(self, address):
        expected = self._max_prefixlen // 8
        if len(address) != expected:
            raise AddressValueError("%r (len %d != %d) is not permitted as an IPv%d address"
                                    % (address, len(address), expected, self._version))


class _Common:
    """What addresses and networks of both versions share: their forms as text, netmasks."""

    __slots__ = ()

    @property
    def exploded(self):
        return self._explode()

    @property
    def compressed(self):
        return str(self)

    @property
    def reverse_pointer(self):
        return self._reverse_pointer()

    @property
    def version(self):
        return self._version

    @classmethod
    def _mask_of(cls, prefixlen):
        return cls._ALL_ONES ^ (cls._ALL_ONES >> prefixlen)

    @classmethod
    def _bad_mask(cls, text):
        raise NetmaskValueError('%r is not a valid netmask' % text) from None

    @classmethod
    def _prefix_of_digits(cls, text):
        if not (text.isascii() and text.isdigit()):
            cls._bad_mask(text)
        prefixlen = int(text)
        if not 0 <= prefixlen <= cls._max_prefixlen:
            cls._bad_mask(text)
        return prefixlen

    @classmethod
    def _prefix_of_mask(cls, number):
        """The length of a mask of ones and then zeros. ValueError: it is no such thing."""
        zeros = cls._max_prefixlen if number == 0 else (number & -number).bit_length() - 1
        if number >> zeros != (1 << (cls._max_prefixlen - zeros)) - 1:
            raise ValueError('Netmask pattern %r mixes zeroes & ones'
                             % number.to_bytes(cls._max_prefixlen // 8, 'big'))
        return cls._max_prefixlen - zeros


class _V4(_Common):
    __slots__ = ()
    _version = 4
    _max_prefixlen = IPV4LENGTH
    _ALL_ONES = 2**IPV4LENGTH - 1
    max_prefixlen = IPV4LENGTH

    @staticmethod
    def _text(number):
        return '.'.join(map(str, number.to_bytes(4, 'big')))

    @classmethod
    def _parse(cls, text):
        if not text:
            raise AddressValueError('Address cannot be empty')
        octets = text.split('.')
        if len(octets) != 4:
            raise AddressValueError("Expected 4 octets in %r" % text)
        try:
            return int.from_bytes(map(cls._octet, octets), 'big')
        except ValueError as exc:
            raise AddressValueError("%s in %r" % (exc, text)) from None

    @staticmethod
    def _octet(text):
        if not text:
            raise ValueError("Empty octet not permitted")
        if not (text.isascii() and text.isdigit()):
            raise ValueError("Only decimal digits permitted in %r" % text)
        if len(text) > 3:
            raise ValueError("At most 3 characters permitted in %r" % text)
        if text != '0' and text[0] == '0':
            raise ValueError("Leading zeros are not permitted in %r" % text)
        number = int(text)
        if number > 255:
            raise ValueError("Octet %d (> 255) not permitted" % number)
        return number

    @classmethod
    def _make_netmask(cls, given):
        """(netmask, prefix length) of a length, a netmask or a hostmask."""
        if given is None:
            given = cls._max_prefixlen
        if isinstance(given, int):
            if not 0 <= given <= cls._max_prefixlen:
                cls._bad_mask(given)
            prefixlen = given
        else:
            try:
                prefixlen = cls._prefix_of_digits(given)
            except NetmaskValueError:
                prefixlen = cls._prefix_of_dotted(given)
        return IPv4Address(cls._mask_of(prefixlen)), prefixlen

    @classmethod
    def _prefix_of_dotted(cls, text):
        try:
            number = cls._parse(text)
        except AddressValueError:
            cls._bad_mask(text)
        try:
            return cls._prefix_of_mask(number)
        except ValueError:
            pass
        try:
            return cls._prefix_of_mask(number ^ cls._ALL_ONES)
        except ValueError:
            cls._bad_mask(text)

    def _explode(self):
        return str(self)

    def _reverse_pointer(self):
        return '.'.join(reversed(str(self).split('/')[0].split('.'))) + '.in-addr.arpa'


class IPv4Address(_V4, _BaseAddress):
    __slots__ = ('_ip', '__weakref__')

    def __init__(self, address):
        if isinstance(address, int):
            self._check_number(address)
            self._ip = address
        elif isinstance(address, bytes):
            self._check_packed(address)
            self._ip = int.from_bytes(address, 'big')
        else:
            text = str(address)
            if '/' in text:
                raise AddressValueError(f"Unexpected '/' in {text!r}")
            self._ip = self._parse(text)

    @property
    def packed(self):
        return v4_int_to_packed(self._ip)

    @property
    def is_reserved(self):
        return self in _V4_RESERVED

    @property
    def is_private(self):
        return (any(self in net for net in _V4_PRIVATE)
                and all(self not in net for net in _V4_NOT_PRIVATE))

    @property
    def is_global(self):
        return self not in _V4_SHARED and not self.is_private

    @property
    def is_multicast(self):
        return self in _V4_MULTICAST

    @property
    def is_unspecified(self):
        return self._ip == 0

    @property
    def is_loopback(self):
        return self in _V4_LOOPBACK

    @property
    def is_link_local(self):
        return self in _V4_LINK_LOCAL


@_functools.total_ordering
class _BaseNetwork:
    def __init__(self, address, strict=True):
        address, mask = _split_prefix(address)
        self.network_address = self._address_class(address)
        self.netmask, self._prefixlen = self._make_netmask(mask)
        packed = int(self.network_address)
        if packed & int(self.netmask) != packed:
            if strict:
                raise ValueError('%s has host bits set' % self)
            self.network_address = self._address_class(packed & int(self.netmask))
        if self._prefixlen == self._max_prefixlen - 1:
            self.hosts = self.__iter__
        elif self._prefixlen == self._max_prefixlen:
            self.hosts = lambda: [self._address_class(address)]

    def __repr__(self):
        return '%s(%r)' % (self.__class__.__name__, str(self))

    def __str__(self):
        return '%s/%d' % (self.network_address, self.prefixlen)

    def hosts(self):
        """Yields the addresses that hosts may have: without the network's and the broadcast one."""
        first, last = int(self.network_address), int(self.broadcast_address)
        for x in range(first + 1, last + self._hosts_to_the_end):
            yield self._address_class(x)

    def __iter__(self):
        first, last = int(self.network_address), int(self.broadcast_address)
        for x in range(first, last + 1):
            yield self._address_class(x)

    def __getitem__(self, n):
        first, last = int(self.network_address), int(self.broadcast_address)
        if n >= 0:
            if first + n > last:
                raise IndexError('address out of range')
            return self._address_class(first + n)
        n += 1
        if last + n < first:
            raise IndexError('address out of range')
        return self._address_class(last + n)

    def __lt__(self, other):
        if not isinstance(other, _BaseNetwork):
            return NotImplemented
        if self._version != other._version:
            raise TypeError('%s and %s are not of the same version' % (self, other))
        if self.network_address != other.network_address:
            return self.network_address < other.network_address
        if self.netmask != other.netmask:
            return self.netmask < other.netmask
        return False

    def __eq__(self, other):
        try:
            return (self._version == other._version
                    and self.network_address == other.network_address
                    and int(self.netmask) == int(other.netmask))
        except AttributeError:
            return NotImplemented

    def __hash__(self):
        return hash(int(self.network_address) ^ int(self.netmask))

    def __contains__(self, other):
        if self._version != other._version or isinstance(other, _BaseNetwork):
            return False
        return other._ip & self.netmask._ip == self.network_address._ip

    def __reduce__(self):
        return self.__class__, (str(self),)

    def overlaps(self, other):
        return (self.network_address in other or self.broadcast_address in other
                or other.network_address in self or other.broadcast_address in self)

    @_functools.cached_property
    def broadcast_address(self):
        return self._address_class(int(self.network_address) | int(self.hostmask))

    @_functools.cached_property
    def hostmask(self):
        return self._address_class(int(self.netmask) ^ self._ALL_ONES)

    @property
    def with_prefixlen(self):
        return '%s/%d' % (self.network_address, self._prefixlen)

    @property
    def with_netmask(self):
        return '%s/%s' % (self.network_address, self.netmask)

    @property
    def with_hostmask(self):
        return '%s/%s' % (self.network_address, self.hostmask)

    @property
    def num_addresses(self):
        return int(self.broadcast_address) - int(self.network_address) + 1

    @property
    def prefixlen(self):
        return self._prefixlen

    def address_exclude(self, other):
        """Yields the networks that are left when `other` is taken out of this one."""
        if self._version != other._version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        if not isinstance(other, _BaseNetwork):
            raise TypeError("%s is not a network object" % other)
        if not other.subnet_of(self):
            raise ValueError('%s not contained in %s' % (other, self))
        if other == self:
            return
        one, two = self.subnets()
        while one != other and two != other:
            if other.subnet_of(one):
                yield two
                one, two = one.subnets()
            else:
                yield one
                one, two = two.subnets()
        yield two if one == other else one

    def compare_networks(self, other):
        if self._version != other._version:
            raise TypeError('%s and %s are not of the same type' % (self, other))
        mine = (self.network_address, self.netmask)
        theirs = (other.network_address, other.netmask)
        return (mine > theirs) - (mine < theirs)

    def _get_networks_key(self):
        return (self._version, self.network_address, self.netmask)

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        if self._prefixlen == self._max_prefixlen:
            yield self
            return
        if new_prefix is not None:
            if new_prefix < self._prefixlen:
                raise ValueError('new prefix must be longer')
            if prefixlen_diff != 1:
                raise ValueError('cannot set prefixlen_diff and new_prefix')
            prefixlen_diff = new_prefix - self._prefixlen
        if prefixlen_diff < 0:
            raise ValueError('prefix length diff must be > 0')
        longer = self._prefixlen + prefixlen_diff
        if longer > self._max_prefixlen:
            raise ValueError('prefix length diff %d is invalid for netblock %s' % (longer, self))
        start, end = int(self.network_address), int(self.broadcast_address) + 1
        for address in range(start, end, (int(self.hostmask) + 1) >> prefixlen_diff):
            yield self.__class__((address, longer))

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        if self._prefixlen == 0:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError('new prefix must be shorter')
            if prefixlen_diff != 1:
                raise ValueError('cannot set prefixlen_diff and new_prefix')
            prefixlen_diff = self._prefixlen - new_prefix
        shorter = self.prefixlen - prefixlen_diff
        if shorter < 0:
            raise ValueError('current prefixlen is %d, cannot have a prefixlen_diff of %d'
                             % (self.prefixlen, prefixlen_diff))
        return self.__class__(
            (int(self.network_address) & (int(self.netmask) << prefixlen_diff), shorter))

    @staticmethod
    def _is_subnet_of(a, b):
        if not hasattr(a, '_version') or a._version != getattr(b, '_version', None):
            if hasattr(b, '_version') and hasattr(a, '_version'):
                raise TypeError(f"{a} and {b} are not of the same version")
            raise TypeError(f"Unable to test subnet containment between {a} and {b}")
        if not (isinstance(a, _BaseNetwork) and isinstance(b, _BaseNetwork)):
            raise TypeError(f"Unable to test subnet containment between {a} and {b}")
        return (b.network_address <= a.network_address
                and b.broadcast_address >= a.broadcast_address)

    def subnet_of(self, other):
        return self._is_subnet_of(self, other)

    def supernet_of(self, other):
        return self._is_subnet_of(other, self)

    def _both_ends(self, what):
        return getattr(self.network_address, what) and getattr(self.broadcast_address, what)

    @property
    def is_multicast(self):
        return self._both_ends('is_multicast')

    @property
    def is_reserved(self):
        return self._both_ends('is_reserved')

    @property
    def is_link_local(self):
        return self._both_ends('is_link_local')

    @property
    def is_private(self):
        four = self._version == 4
        private = _V4_PRIVATE if four else _V6_PRIVATE
        excepted = _V4_NOT_PRIVATE if four else _V6_NOT_PRIVATE
        both = (self.network_address, self.broadcast_address)
        return (any(all(ip in net for ip in both) for net in private)
                and all(ip not in net for net in excepted for ip in both))

    @property
    def is_global(self):
        return not self.is_private

    @property
    def is_unspecified(self):
        return self._both_ends('is_unspecified')

    @property
    def is_loopback(self):
        return self._both_ends('is_loopback')


class IPv4Network(_V4, _BaseNetwork):
    _address_class = IPv4Address
    _hosts_to_the_end = 0

    @property
    def is_global(self):
        return (not (self.network_address in _V4_SHARED and self.broadcast_address in _V4_SHARED)
                and not self.is_private)


class _Interface:
    """What both versions of interfaces do: an address that knows its network."""

    def _set_network(self, mask, network_class):
        self.netmask, self._prefixlen = self._make_netmask(mask)
        self.network = network_class((self._ip, self._prefixlen), strict=False)

    @_functools.cached_property
    def hostmask(self):
        return self.network.hostmask

    def __eq__(self, other):
        equal = self._address_class.__eq__(self, other)
        if equal is NotImplemented or not equal:
            return equal
        try:
            return self.network == other.network
        except AttributeError:
            return False

    def __lt__(self, other):
        less = self._address_class.__lt__(self, other)
        if less is NotImplemented:
            return NotImplemented
        try:
            return self.network < other.network or self.network == other.network and less
        except AttributeError:
            return False

    def __hash__(self):
        return hash((self._ip, self._prefixlen, int(self.network.network_address)))

    def __reduce__(self):
        return self.__class__, (str(self),)

    @property
    def ip(self):
        return self._address_class(self._ip)

    @property
    def with_prefixlen(self):
        return '%s/%s' % (self.ip, self._prefixlen)

    @property
    def with_netmask(self):
        return '%s/%s' % (self.ip, self.netmask)

    @property
    def with_hostmask(self):
        return '%s/%s' % (self.ip, self.hostmask)


class IPv4Interface(_Interface, IPv4Address):
    _address_class = IPv4Address

    def __init__(self, address):
        address, mask = _split_prefix(address)
        IPv4Address.__init__(self, address)
        self._set_network(mask, IPv4Network)

    def __str__(self):
        return '%s/%d' % (self._text(self._ip), self._prefixlen)


class _V6(_Common):
    __slots__ = ()
    _version = 6
    _max_prefixlen = IPV6LENGTH
    _ALL_ONES = 2**IPV6LENGTH - 1
    max_prefixlen = IPV6LENGTH

    @classmethod
    def _make_netmask(cls, given):
        if given is None:
            given = cls._max_prefixlen
        if isinstance(given, int):
            if not 0 <= given <= cls._max_prefixlen:
                cls._bad_mask(given)
            prefixlen = given
        else:
            prefixlen = cls._prefix_of_digits(given)
        return IPv6Address(cls._mask_of(prefixlen)), prefixlen

    @classmethod
    def _parse(cls, text):
        if not text:
            raise AddressValueError('Address cannot be empty')
        parts = text.split(':')
        if len(parts) < 3:
            raise AddressValueError("At least %d parts expected in %r" % (3, text))
        if '.' in parts[-1]:
            try:
                four = IPv4Address(parts.pop())._ip
            except AddressValueError as exc:
                raise AddressValueError("%s in %r" % (exc, text)) from None
            parts += ['%x' % (four >> 16), '%x' % (four & 0xffff)]
        if len(parts) > 9:
            raise AddressValueError("At most %d colons permitted in %r" % (8, text))
        gap = None
        for at in range(1, len(parts) - 1):
            if not parts[at]:
                if gap is not None:
                    raise AddressValueError("At most one '::' permitted in %r" % text)
                gap = at
        head, tail = cls._parts_of(parts, gap, text)
        try:
            number = 0
            for part in head:
                number = number << 16 | cls._hextet(part)
            number <<= 16 * (8 - len(head) - len(tail))
            for part in tail:
                number = number << 16 | cls._hextet(part)
            return number
        except ValueError as exc:
            raise AddressValueError("%s in %r" % (exc, text)) from None

    @staticmethod
    def _parts_of(parts, gap, text):
        """The parts before and behind "::"."""
        if gap is None:
            if len(parts) != 8:
                raise AddressValueError(
                    "Exactly %d parts expected without '::' in %r" % (8, text))
            if not parts[0]:
                raise AddressValueError(
                    "Leading ':' only permitted as part of '::' in %r" % text)
            if not parts[-1]:
                raise AddressValueError(
                    "Trailing ':' only permitted as part of '::' in %r" % text)
            return parts, []
        before, behind = gap, len(parts) - gap - 1
        if not parts[0]:
            before -= 1
            if before:
                raise AddressValueError(
                    "Leading ':' only permitted as part of '::' in %r" % text)
        if not parts[-1]:
            behind -= 1
            if behind:
                raise AddressValueError(
                    "Trailing ':' only permitted as part of '::' in %r" % text)
        if before + behind > 7:
            raise AddressValueError(
                "Expected at most %d other parts with '::' in %r" % (7, text))
        return parts[:before], parts[len(parts) - behind:] if behind else []

    @staticmethod
    def _hextet(text):
        if not text or set(text) - set('0123456789abcdefABCDEF'):
            raise ValueError("Only hex digits permitted in %r" % text)
        if len(text) > 4:
            raise ValueError("At most 4 characters permitted in %r" % text)
        return int(text, 16)

    @staticmethod
    def _text(number):
        words = ['%x' % (number >> shift & 0xffff) for shift in range(112, -1, -16)]
        best, best_at, at = 1, None, 0
        while at < 8:
            end = at
            while end < 8 and words[end] == '0':
                end += 1
            if end - at > best:
                best, best_at = end - at, at
            at = max(end, at + 1)
        if best_at is None:
            return ':'.join(words)
        return ':'.join(words[:best_at]) + '::' + ':'.join(words[best_at + best:])

    def _explode(self):
        number = self.network_address._ip if isinstance(self, _BaseNetwork) else self._ip
        text = '%032x' % number
        text = ':'.join(text[at:at + 4] for at in range(0, 32, 4))
        if isinstance(self, (_BaseNetwork, IPv6Interface)):
            return '%s/%d' % (text, self._prefixlen)
        return text

    def _reverse_pointer(self):
        return '.'.join(reversed(self.exploded.replace(':', ''))) + '.ip6.arpa'


class IPv6Address(_V6, _BaseAddress):
    __slots__ = ('_ip', '_scope_id', '__weakref__')

    def __init__(self, address):
        self._scope_id = None
        if isinstance(address, int):
            self._check_number(address)
            self._ip = address
        elif isinstance(address, bytes):
            self._check_packed(address)
            self._ip = int.from_bytes(address, 'big')
        else:
            text = str(address)
            if '/' in text:
                raise AddressValueError(f"Unexpected '/' in {text!r}")
            text, percent, scope = text.partition('%')
            if percent:
                if not scope or '%' in scope:
                    raise AddressValueError('Invalid IPv6 address: "%r"' % (text + '%' + scope))
                self._scope_id = scope
            self._ip = self._parse(text)

    def __str__(self):
        text = self._text(self._ip)
        return text + '%' + self._scope_id if self._scope_id else text

    def __hash__(self):
        return hash((self._ip, self._scope_id))

    def __eq__(self, other):
        equal = super().__eq__(other)
        if equal is NotImplemented or not equal:
            return equal
        return self._scope_id == getattr(other, '_scope_id', None)

    def __reduce__(self):
        return self.__class__, (str(self),)

    @property
    def scope_id(self):
        return self._scope_id

    @property
    def packed(self):
        return v6_int_to_packed(self._ip)

    @property
    def is_multicast(self):
        return self in _V6_MULTICAST

    @property
    def is_reserved(self):
        return any(self in net for net in _V6_RESERVED)

    @property
    def is_link_local(self):
        return self in _V6_LINK_LOCAL

    @property
    def is_site_local(self):
        return self in _V6_SITE_LOCAL

    @property
    def is_private(self):
        mapped = self.ipv4_mapped
        if mapped is not None:
            return mapped.is_private
        return (any(self in net for net in _V6_PRIVATE)
                and all(self not in net for net in _V6_NOT_PRIVATE))

    @property
    def is_global(self):
        return not self.is_private

    @property
    def is_unspecified(self):
        return self._ip == 0

    @property
    def is_loopback(self):
        return self._ip == 1

    @property
    def ipv4_mapped(self):
        return IPv4Address(self._ip & 0xffffffff) if self._ip >> 32 == 0xffff else None

    @property
    def teredo(self):
        if self._ip >> 96 != 0x20010000:
            return None
        return (IPv4Address(self._ip >> 64 & 0xffffffff), IPv4Address(~self._ip & 0xffffffff))

    @property
    def sixtofour(self):
        return IPv4Address(self._ip >> 80 & 0xffffffff) if self._ip >> 112 == 0x2002 else None


class IPv6Network(_V6, _BaseNetwork):
    _address_class = IPv6Address
    _hosts_to_the_end = 1

    @property
    def is_site_local(self):
        return self._both_ends('is_site_local')


class IPv6Interface(_Interface, IPv6Address):
    _address_class = IPv6Address

    def __init__(self, address):
        address, mask = _split_prefix(address)
        IPv6Address.__init__(self, address)
        self._set_network(mask, IPv6Network)

    def __str__(self):
        return '%s/%d' % (super().__str__(), self._prefixlen)


# RFC 6890 and its kin.
_V4_LINK_LOCAL = IPv4Network('169.254.0.0/16')
_V4_LOOPBACK = IPv4Network('127.0.0.0/8')
_V4_MULTICAST = IPv4Network('224.0.0.0/4')
_V4_SHARED = IPv4Network('100.64.0.0/10')
_V4_RESERVED = IPv4Network('240.0.0.0/4')
_V4_PRIVATE = [IPv4Network(text) for text in (
    '0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24',
    '192.0.0.170/31', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24',
    '203.0.113.0/24', '240.0.0.0/4', '255.255.255.255/32')]
_V4_NOT_PRIVATE = [IPv4Network('192.0.0.9/32'), IPv4Network('192.0.0.10/32')]
_V6_LINK_LOCAL = IPv6Network('fe80::/10')
_V6_MULTICAST = IPv6Network('ff00::/8')
_V6_SITE_LOCAL = IPv6Network('fec0::/10')
_V6_PRIVATE = [IPv6Network(text) for text in (
    '::1/128', '::/128', '::ffff:0:0/96', '64:ff9b:1::/48', '100::/64', '2001::/23',
    '2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10')]
_V6_NOT_PRIVATE = [IPv6Network(text) for text in (
    '2001:1::1/128', '2001:1::2/128', '2001:3::/32', '2001:4:112::/48', '2001:20::/28',
    '2001:30::/28')]
_V6_RESERVED = [IPv6Network(text) for text in (
    '::/8', '100::/8', '200::/7', '400::/6', '800::/5', '1000::/4', '4000::/3', '6000::/3',
    '8000::/3', 'A000::/3', 'C000::/3', 'E000::/4', 'F000::/5', 'F800::/6', 'FE00::/9')]
