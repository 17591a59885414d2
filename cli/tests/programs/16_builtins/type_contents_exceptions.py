import builtins

for name in dir(builtins):
    T = getattr(builtins, name)
    if isinstance(T, type) and issubclass(T, BaseException):
        print(name, T.__base__.__name__, T.__text_signature__, [f"{type(v).__name__}:{k}" for k, v in sorted(T.__dict__.items()) if k not in ("__doc__", "__init__", "__new__")], "__init__" in T.__dict__, "__new__" in T.__dict__)
import _typing

for T in (_typing.TypeVar, _typing.ParamSpec, _typing.TypeVarTuple, _typing.TypeAliasType, _typing.ParamSpecArgs, _typing.ParamSpecKwargs, _typing.Generic):
    print(T.__name__, T.__module__, T.__base__, sorted(k for k in T.__dict__))
import _weakref

for T in (_weakref.ReferenceType, _weakref.ProxyType, _weakref.CallableProxyType):
    print(T.__name__, T.__base__, sorted(k for k in T.__dict__))
