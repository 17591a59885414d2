"""The library that is embedded in the program, as an entry of sys.path.

Its folder, sys._stdlib_dir, need not exist: the finder answers for that folder and those below it from what is
embedded. Code is unmarshalled as it was compiled when the program was built; with -O and -OO, which leave things
out, the source is compiled instead.
"""

import _frozen_importlib_external as _external
import _library
import sys


def _below(path):
    """The path of a place in the library relative to the library's folder; None for another place."""
    root = sys._stdlib_dir
    if path == root:
        return ''
    if path.startswith(root) and path[len(root):len(root) + 1] == '/':
        return path[len(root) + 1:].rstrip('/')
    return None


class EmbeddedLoader(_external.SourceLoader):

    """Loads a module of the embedded library."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def __repr__(self):
        return f'{type(self).__name__}({self.name!r}, {self.path!r})'

    def get_filename(self, name=None):
        """Return the path of the module's source."""
        if name is not None and name != self.name:
            raise ImportError(f'loader for {self.name} cannot handle {name}', name=name)
        return self.path

    def get_data(self, path):
        """Return the content of a file of the library as bytes."""
        return _data(path)

    def get_code(self, fullname):
        """Return the module's code object."""
        path = self.get_filename(fullname)
        if not sys.flags.optimize:
            code = _library.code(_below(path), path)
            if code is not None:
                return code
        return self.source_to_code(self.get_data(path), path)

    def path_stats(self, path):
        """Return the size of a source; the library has no times."""
        return {'mtime': 0, 'size': len(self.get_data(path))}

    def get_resource_reader(self, name=None):
        """Return a reader of the files beside a package."""
        if not self.is_package(self.name):
            return None
        from _embedded_resources import EmbeddedReader
        return EmbeddedReader(self.path.rpartition('/')[0])


def _data(path):
    inside = _below(path)
    data = None if inside is None else _library.data(inside)
    if data is None:
        raise FileNotFoundError(2, 'No such file or directory', path)
    return data


class EmbeddedFinder:

    """Finds the modules of one folder of the embedded library, then what else lies in the folder, if there is one."""

    def __init__(self, path):
        folder = _below(path)
        if folder is None or _library.names(folder) is None:
            raise ImportError('not a folder of the embedded library', path=path)
        self.path = path
        self._folder = folder
        self._beside = None

    def _on_disk(self):
        if self._beside is None and _external._path_isdir(self.path):
            self._beside = _external.FileFinder(self.path, *_external._get_supported_file_loaders())
        return self._beside

    def __repr__(self):
        return f'{type(self).__name__}({self.path!r})'

    def find_spec(self, fullname, target=None):
        """Return the spec of a module, None if the folder has none of the name."""
        found = _library.find(self._folder, fullname.rpartition('.')[2])
        if found is None:
            beside = self._on_disk()
            return None if beside is None else beside.find_spec(fullname, target)
        inside, is_package = found
        location = f'{sys._stdlib_dir}/{inside}'
        if is_package is None:
            spec = _external._bootstrap.ModuleSpec(fullname, None)
            spec.submodule_search_locations = [location]
            return spec
        spec = _external._bootstrap.ModuleSpec(
            fullname, EmbeddedLoader(fullname, location), origin=location, is_package=is_package)
        spec._set_fileattr = True
        if is_package:
            spec.submodule_search_locations.append(location.rpartition('/')[0])
        return spec

    def get_data(self, path):
        """Return the content of a file of the library as bytes."""
        return _data(path)

    def iter_modules(self, prefix=''):
        """Yield the names of the folder's modules, and whether they are packages."""
        import pkgutil
        beside = self._on_disk()
        if beside is not None:
            for name, is_package in pkgutil.iter_importer_modules(beside, prefix):
                if _library.find(self._folder, name.rpartition('.')[2]) is None:
                    yield name, is_package
        for name in _library.names(self._folder):
            stem, dot, kind = name.partition('.')
            if kind == 'py' and stem != '__init__':
                yield prefix + stem, False
            elif not dot:
                found = _library.find(self._folder, stem)
                if found is not None and found[1]:
                    yield prefix + stem, True

    def invalidate_caches(self):
        """Forget what the folder held: the embedded library does not change."""
        if self._beside is not None:
            self._beside.invalidate_caches()


def install():
    """Let the embedded library answer for its folder."""
    sys.path_hooks.insert(0, EmbeddedFinder)
