"""Versions, specifiers, markers, requirements and names of packaging."""
from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version

versions = ["1.0", "1.0.dev1", "1.0a1", "1.0rc2", "1.0.post1", "1!0.1", "1.0+local.7", "2.0.0"]
print(sorted(map(Version, versions)), Version("1.2.3rc1").base_version, Version("v1.0-1").public, hash(Version("1.0")) == hash(Version("1.0.0")))
specifier = SpecifierSet(">=1.0,!=1.5.*,<2") & SpecifierSet("~=1.4")
print([v for v in ["1.3", "1.4", "1.5.2", "1.9", "2.0"] if v in specifier], specifier, list(specifier.filter(["1.6", "1.7a1"])))
requirement = Requirement('requests[security,socks]>=2.8.1,==2.8.* ; python_version < "2.7" and extra == "x"')
print(requirement.name, sorted(requirement.extras), requirement.specifier, requirement.marker, requirement.url)
print(Marker("python_version >= '3.9' or os_name == 'nt'").evaluate({"python_version": "3.14", "os_name": "posix"}))
print(canonicalize_name("My_Package.Name"), parse_wheel_filename("foo-1.0-py3-none-any.whl")[:2])
for make, bad in ((Version, "1.x"), (Requirement, "name >="), (SpecifierSet, "=>1")):
    try:
        make(bad)
    except (InvalidVersion, InvalidRequirement, ValueError) as error:
        print(type(error).__name__, error)
