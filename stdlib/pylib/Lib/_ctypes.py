"""Data as C lays it out: simple types, arrays, structures and unions over buffers of their own.

There are no addresses here and no calls into foreign code: pointers cannot be followed, shared libraries are not
loaded. What would need them raises NotImplementedError or OSError. Bit fields are not laid out either.
"""

import struct as _struct

__version__ = '1.1.0'

RTLD_LOCAL = 0
RTLD_GLOBAL = 256
FUNCFLAG_CDECL = 1
FUNCFLAG_PYTHONAPI = 4
FUNCFLAG_USE_ERRNO = 8
FUNCFLAG_USE_LASTERROR = 16
SIZEOF_TIME_T = 8
CTYPES_MAX_ARGCOUNT = 1024
_memmove_addr = _memset_addr = _string_at_addr = _cast_addr = _wstring_at_addr = _memoryview_at_addr = 0


class ArgumentError(Exception):
    pass


def _missing(what):
    raise NotImplementedError(f'ctypes: {what}')


# Code of a simple type: format of struct, size.
_FORMATS = {code: (code, _struct.calcsize(code)) for code in 'cbBhHiIlLqQfd?'}
_FORMATS.update(u=('I', 4), z=('P', 8), Z=('P', 8), P=('P', 8), O=('P', 8), g=(None, 16))
_INTEGERS = 'bBhHiIlLqQ'


class _CDataType(type):

    """The metaclass of all types of data: sizes, arrays of a type, and views of other buffers."""

    def __mul__(cls, length):
        if length < 0:
            raise ValueError(f'Array length must be >= 0, not {length}')
        arrays = cls.__dict__.get('_arrays')
        if arrays is None:
            arrays = {}
            type.__setattr__(cls, '_arrays', arrays)
        if length not in arrays:
            name = f'{cls.__name__}_Array_{length}'
            arrays[length] = type(Array)(name, (Array,), {'_type_': cls, '_length_': length})
        return arrays[length]

    __rmul__ = __mul__

    def from_buffer(cls, source, offset=0):
        view = memoryview(source)
        if view.readonly:
            raise TypeError('underlying buffer is not writable')
        return cls._over(view.cast('B'), offset, source)

    def from_buffer_copy(cls, source, offset=0):
        return cls._over(memoryview(bytearray(memoryview(source).cast('B'))), offset, None)

    def _over(cls, view, offset, owner):
        if offset < 0:
            raise ValueError('offset cannot be negative')
        if offset + cls._size > len(view):
            raise ValueError(f'Buffer size too small ({len(view)} instead of at least {offset + cls._size} bytes)')
        made = cls.__new__(cls)
        made._view = view[offset:offset + cls._size]
        made._owner = owner
        return made

    def from_address(cls, address):
        _missing('rpython follows no addresses')

    def in_dll(cls, library, name):
        _missing('rpython loads no shared libraries')

    def from_param(cls, value):
        if isinstance(value, cls):
            return value
        raise TypeError(f'expected {cls.__name__} instance instead of {type(value).__name__}')


class _CData(metaclass=_CDataType):
    _size = None
    _align = 1
    _owner = None
    _view = None

    def __new__(cls, *args, **kwargs):
        if cls._size is None:
            raise TypeError('abstract class')
        made = object.__new__(cls)
        made._view = memoryview(bytearray(cls._size))
        return made

    def __buffer__(self, flags):
        return memoryview(self._view)

    @property
    def _b_base_(self):
        return self._owner if isinstance(self._owner, _CData) else None

    @property
    def _b_needsfree_(self):
        return int(self._owner is None)

    def __reduce__(self):
        if isinstance(self, _Pointer):
            raise ValueError('ctypes objects containing pointers cannot be pickled')
        return _restore, (type(self), bytes(self._view))


def _restore(cls, data):
    return cls.from_buffer_copy(data)


class PyCSimpleType(_CDataType):
    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace, **kwargs)
        code = namespace.get('_type_')
        if code is None:
            if not hasattr(cls, '_type_') and bases != (_CData,):
                raise AttributeError("class must define a '_type_' attribute")
            return
        if code not in _FORMATS:
            raise AttributeError(
                "class must define a '_type_' attribute which must be\na single character string containing one of "
                f"'{''.join(_FORMATS)}'.")
        format, cls._size = _FORMATS[code]
        cls._align = cls._size
        cls._format = format
        cls._foreign = False
        if code in 'hHiIlLqQfd':
            other = type.__new__(type(cls), name, bases, dict(namespace))
            other._size, other._align, other._foreign = cls._size, cls._align, True
            size = {2: 'h', 4: 'i', 8: 'q'}[cls._size]
            letter = code if code in 'fd' else size if code.islower() else size.upper()
            other._format = '>' + letter
            cls.__ctype_le__ = other.__ctype_le__ = cls
            cls.__ctype_be__ = other.__ctype_be__ = other

    def from_param(cls, value):
        return value if isinstance(value, cls) else cls(value)


class _SimpleCData(_CData, metaclass=PyCSimpleType):

    """A number, a character, or a reference."""

    _kept = None

    def __init__(self, value=None):
        if value is not None or self._type_ == 'O':
            self.value = value

    @property
    def value(self):
        """current value"""
        code = self._type_
        if code in 'zZO':
            return self._kept
        if self._format is None:
            _missing('rpython has no long double')
        number, = _struct.unpack(self._format, self._view)
        if code == 'u':
            return chr(number)
        return None if code == 'P' and number == 0 else number

    @value.setter
    def value(self, value):
        code = self._type_
        if code in 'zZO':
            wanted = {'z': bytes, 'Z': str}.get(code)
            if wanted and value is not None and not isinstance(value, wanted):
                raise TypeError(f'{wanted.__name__} or integer address expected instead of {type(value).__name__} instance')
            self._kept = value
            return
        if self._format is None:
            _missing('rpython has no long double')
        if code in _INTEGERS or code == 'P':
            if code == 'P' and value is None:
                value = 0
            if isinstance(value, float) or not hasattr(type(value), '__index__'):
                raise TypeError('cannot be converted to pointer' if code == 'P' else 'an integer is required')
            bits = 8 * self._size
            value = value.__index__() & (1 << bits) - 1
            if code.islower() and value >> bits - 1:
                value -= 1 << bits
        elif code == '?':
            value = bool(value)
        elif code == 'u':
            if not isinstance(value, str):
                raise TypeError(f'unicode string expected instead of {type(value).__name__} instance')
            if len(value) != 1:
                raise TypeError('one character unicode string expected')
            value = ord(value)
        elif code == 'c':
            if isinstance(value, int):
                value = bytes([value])
            if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
                raise TypeError('one character bytes, bytearray, or an integer in range(256) expected')
            value = bytes(value)
        elif isinstance(value, str) or not hasattr(type(value), '__float__') and not hasattr(type(value), '__index__'):
            raise TypeError(f'must be real number, not {type(value).__name__}')
        _struct.pack_into(self._format, self._view, 0, value)

    def __bool__(self):
        return bool(self.value) and self.value not in (b'\0', '\0')

    def __repr__(self):
        if type(self).__bases__[0] is not _SimpleCData:
            return object.__repr__(self)
        return f'{type(self).__name__}({self.value!r})'


def _get(data, offset, kind):
    """The value of a part of some data."""
    part = kind._over(data._view, offset, data)
    kept = data.__dict__.setdefault('_parts', {})
    if issubclass(kind, _SimpleCData):
        if kind._type_ in 'zZO':
            return kept.get(offset)
        return part.value if kind.__bases__[0] is _SimpleCData else part
    return part


def _set(data, offset, kind, value):
    part = kind._over(data._view, offset, data)
    if isinstance(value, kind):
        part._view[:] = value._view
    elif issubclass(kind, _SimpleCData):
        part.value = value
        if kind._type_ in 'zZO':
            data.__dict__.setdefault('_parts', {})[offset] = value
    elif issubclass(kind, Array) and isinstance(value, (bytes, str)):
        part.value = value
    elif isinstance(value, tuple):
        part.__init__(*value)
    else:
        raise TypeError(f'incompatible types, {type(value).__name__} instance instead of {kind.__name__} instance')


class PyCArrayType(_CDataType):
    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace, **kwargs)
        if bases == (_CData,):
            return
        length, kind = getattr(cls, '_length_', None), getattr(cls, '_type_', None)
        if length is None:
            raise AttributeError("class must define a '_length_' attribute")
        if kind is None:
            raise AttributeError("class must define a '_type_' attribute")
        cls._size, cls._align = length * sizeof(kind), alignment(kind)
        code = kind._type_ if issubclass(kind, _SimpleCData) else None
        if code in ('c', 'u'):
            cls.value = property(_text, _set_text)
            if code == 'c':
                cls.raw = property(lambda self: bytes(self._view), _set_raw)


def _text(self):
    if self._type_._type_ == 'c':
        return bytes(self._view).split(b'\0', 1)[0]
    return ''.join(self[:]).split('\0', 1)[0]


def _set_text(self, value):
    wanted = bytes if self._type_._type_ == 'c' else str
    if not isinstance(value, wanted):
        raise TypeError(f'{wanted.__name__} expected instead of {type(value).__name__} instance')
    if len(value) > self._length_:
        raise ValueError('byte string too long' if wanted is bytes else 'string too long')
    for i, c in enumerate(value):
        self[i] = c
    if len(value) < self._length_:
        self[len(value)] = wanted(1) if wanted is bytes else '\0'


def _set_raw(self, value):
    if len(value) > self._size:
        raise ValueError('byte string too long')
    self._view[:len(value)] = value


class Array(_CData, metaclass=PyCArrayType):

    """Some data of one type, one behind the other."""

    def __init__(self, *args):
        if len(args) > self._length_:
            raise IndexError('invalid index')
        for i, value in enumerate(args):
            self[i] = value

    def __len__(self):
        return self._length_

    def _place(self, index):
        index = index.__index__()
        if index < 0:
            index += self._length_
        if not 0 <= index < self._length_:
            raise IndexError('invalid index')
        return index * self._type_._size

    def __getitem__(self, index):
        if isinstance(index, slice):
            found = [self[i] for i in range(*index.indices(self._length_))]
            code = getattr(self._type_, '_type_', None) if issubclass(self._type_, _SimpleCData) else None
            return b''.join(found) if code == 'c' else ''.join(found) if code == 'u' else found
        return _get(self, self._place(index), self._type_)

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            places = range(*index.indices(self._length_))
            if len(places) != len(value):
                raise ValueError('Can only assign sequence of same size')
            for i, one in zip(places, value):
                self[i] = one
        else:
            _set(self, self._place(index), self._type_, value)


class CField:

    """A member of a structure or union."""

    def __init__(self, name, type, size, offset):
        self.name, self.type, self.size, self.offset = name, type, size, offset
        self.byte_size, self.byte_offset = size, offset
        self.bit_size, self.bit_offset, self.is_bitfield, self.is_anonymous = 8 * size, 0, False, False

    def __get__(self, data, cls=None):
        return self if data is None else _get(data, self.offset, self.type)

    def __set__(self, data, value):
        _set(data, self.offset, self.type, value)

    def __repr__(self):
        return f'<ctypes.CField {self.name!r} type={self.type.__name__}, ofs={self.offset}, size={self.size}>'


class _Fields(_CDataType):
    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace, **kwargs)
        if bases == (_CData,):
            return
        if cls._size is None:
            type.__setattr__(cls, '_size', 0)
        if '_fields_' in namespace:
            cls._fields_ = namespace['_fields_']

    def __setattr__(cls, name, value):
        if name == '_fields_':
            cls._lay_out(value)
        super().__setattr__(name, value)

    def _lay_out(cls, fields):
        union = issubclass(cls, Union)
        pack = getattr(cls, '_pack_', 0)
        base = cls.__mro__[1]
        size, align = base._size or 0, base._align
        end = size
        anonymous = getattr(cls, '_anonymous_', ())
        for name, kind, *bits in fields:
            if bits:
                _missing('rpython lays out no bit fields')
            own = alignment(kind)
            own = min(own, pack) if pack else own
            offset = 0 if union else -(-end // own) * own
            field = CField(name, kind, sizeof(kind), offset)
            type.__setattr__(cls, name, field)
            end = max(end, sizeof(kind)) if union else offset + sizeof(kind)
            align = max(align, own)
            if name in anonymous:
                for inner, inner_kind, *_ in kind._fields_:
                    place = offset + getattr(kind, inner).offset
                    type.__setattr__(cls, inner, CField(inner, inner_kind, sizeof(inner_kind), place))
        align = max(align, getattr(cls, '_align_', 1))
        type.__setattr__(cls, '_size', -(-end // align) * align)
        type.__setattr__(cls, '_align', align)


class PyCStructType(_Fields):
    pass


class UnionType(_Fields):
    pass


def _initialise(self, *args, **kwargs):
    names = [f[0] for cls in reversed(type(self).__mro__) for f in cls.__dict__.get('_fields_', ())]
    if len(args) > len(names):
        raise TypeError('too many initializers')
    for name, value in zip(names, args):
        if name in kwargs:
            raise TypeError(f'duplicate values for field {name!r}')
        setattr(self, name, value)
    for name, value in kwargs.items():
        setattr(self, name, value)


class Structure(_CData, metaclass=PyCStructType):

    """Structure base class"""

    __init__ = _initialise


class Union(_CData, metaclass=UnionType):

    """Union base class"""

    __init__ = _initialise


class PyCPointerType(_CDataType):
    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace, **kwargs)
        kind = namespace.get('_type_')
        if kind is not None:
            cls.set_type(kind)

    def set_type(cls, kind):
        type.__setattr__(cls, '_type_', kind)
        try:
            kind.__pointer_type__ = cls
        except TypeError:
            pass


class _Pointer(_CData, metaclass=PyCPointerType):

    """A pointer to an object of this interpreter; others cannot be followed."""

    _size = _align = 8
    _target = None

    def __init__(self, target=None):
        if target is not None:
            self.contents = target

    @property
    def contents(self):
        if self._target is None:
            raise ValueError('NULL pointer access')
        return self._target

    @contents.setter
    def contents(self, target):
        if not isinstance(target, self._type_):
            raise TypeError(f'expected {self._type_.__name__} instead of {type(target).__name__}')
        self._target = target

    def __bool__(self):
        return self._target is not None

    def __getitem__(self, index):
        if index != 0:
            _missing('rpython follows no addresses')
        return self.contents.value if isinstance(self.contents, _SimpleCData) else self.contents

    def __setitem__(self, index, value):
        if index != 0:
            _missing('rpython follows no addresses')
        self.contents.value = value


class PyCFuncPtrType(_CDataType):
    pass


class CFuncPtr(_CData, metaclass=PyCFuncPtrType):

    """A function; those of foreign code can be named, not called."""

    _size = _align = 8
    argtypes = restype = errcheck = None

    def __init__(self, target=0, *args):
        self._target = target
        if isinstance(target, tuple):
            raise AttributeError(f'ctypes: rpython loads no shared libraries, so there is no {target[0]!r}')

    def __bool__(self):
        return bool(self._target)

    def __call__(self, *args, **kwargs):
        if callable(self._target):
            return self._target(*args)
        _missing('rpython calls no foreign functions')


def dlopen(name, mode=0):
    # The program itself, of which nothing can be named.
    if name is None:
        return 0
    raise OSError(f'{name}: rpython loads no shared libraries')


def dlsym(handle, name):
    raise OSError(f'{name}: rpython loads no shared libraries')


def dlclose(handle):
    raise OSError('rpython loads no shared libraries')


def _type_of(o):
    kind = o if isinstance(o, type) else type(o)
    if not isinstance(kind, _CDataType) or kind._size is None:
        raise TypeError('no size' if isinstance(kind, _CDataType) else 'this type has no size')
    return kind


def sizeof(o):
    """Return the size in bytes of a type or an instance."""
    if isinstance(o, _CData):
        return len(o._view)
    return _type_of(o)._size


def alignment(o):
    """Return the alignment of a type or an instance."""
    kind = o if isinstance(o, type) else type(o)
    if not isinstance(kind, _CDataType):
        raise TypeError('no alignment info')
    return _type_of(o)._align


def byref(o, offset=0):
    if not isinstance(o, _CData):
        raise TypeError(f'byref() argument must be a ctypes instance, not {type(o).__name__!r}')
    return type(f'LP_{type(o).__name__}', (_Pointer,), {})._over(memoryview(bytearray(8)), 0, o)


def addressof(o):
    _missing('rpython has no addresses')


def resize(o, size):
    if size < type(o)._size:
        raise ValueError(f'minimum size is {type(o)._size}')
    if o._owner is not None:
        raise ValueError('Memory cannot be resized because this object doesn\'t own it')
    grown = bytearray(o._view)
    grown.extend(bytes(max(0, size - len(grown))))
    o._view = memoryview(grown[:size])


_errno = 0


def get_errno():
    return _errno


def set_errno(value):
    global _errno
    old, _errno = _errno, value
    return old


def buffer_info(o):
    _missing('rpython does not describe buffers of ctypes')
