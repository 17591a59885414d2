"""packaging: versions, specifiers, requirements, markers, tags."""
from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import Tag, parse_tag
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version, parse

versions = ["1.0", "1.0.dev1", "1.0a2", "1.0rc1", "1.0.post1", "1!0.5", "1.0+local.1", "2.0.0", "1.10"]
print(sorted(versions, key=Version))
v = parse("1!2.3.4rc5.post6.dev7+abc.8")
print(v, v.epoch, v.release, v.pre, v.post, v.dev, v.local, v.public, v.base_version, v.is_prerelease)
s = SpecifierSet(">=1.0,!=1.5.*,<2; ".rstrip("; "))
print(s, [x for x in ["0.9", "1.0", "1.5.2", "1.6", "2.0"] if x in s], list(s.filter(["1.0", "2.0", "1.7b1"])))
r = Requirement("requests[security,tests] >= 2.8.1, == 2.8.* ; python_version < '2.7' and os_name == 'posix'")
print(r.name, sorted(r.extras), r.specifier, r.marker)
print(Marker("python_version > '3' and (extra == 'x' or extra == 'y')").evaluate({"extra": "y"}))
print(canonicalize_name("Foo.Bar__baz"), parse_wheel_filename("foo_bar-1.0-py3-none-any.whl")[:2], sorted(map(str, parse_tag("py2.py3-none-any"))))
print(Tag("cp314", "cp314", "linux"), "1.4" in SpecifierSet("~=1.3"), Version("1.0") == Version("1.0.0"))
for bad, read in (("x", Version), ("a b", Requirement), ("a>=", Requirement)):
    try:
        read(bad)
    except (InvalidVersion, InvalidRequirement) as e:
        print(e)
