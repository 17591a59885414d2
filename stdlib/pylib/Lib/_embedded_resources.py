"""importlib.resources for packages of the embedded library."""

import io
from importlib.resources.abc import Traversable, TraversableResources

import _embedded_library
import _library


class EmbeddedPath(Traversable):

    """A file or folder of the embedded library."""

    def __init__(self, path):
        self._path = path
        self._inside = _embedded_library._below(path)

    @property
    def name(self):
        return self._path.rpartition('/')[2]

    def __repr__(self):
        return f'{type(self).__name__}({self._path!r})'

    def __str__(self):
        return self._path

    def is_dir(self):
        return _library.names(self._inside) is not None

    def is_file(self):
        return _library.data(self._inside) is not None

    def iterdir(self):
        names = _library.names(self._inside)
        if names is None:
            raise NotADirectoryError(20, 'Not a directory', self._path)
        for name in names:
            yield EmbeddedPath(f'{self._path}/{name}')

    def joinpath(self, *descendants):
        path = '/'.join([self._path, *map(str, descendants)])
        return EmbeddedPath(path.rstrip('/'))

    __truediv__ = joinpath

    def open(self, mode='r', *args, **kwargs):
        stream = io.BytesIO(_embedded_library._data(self._path))
        if 'b' in mode:
            return stream
        return io.TextIOWrapper(stream, *args, **kwargs)


class EmbeddedReader(TraversableResources):

    """Reads the files beside a package."""

    def __init__(self, folder):
        self._folder = folder

    def files(self):
        return EmbeddedPath(self._folder)
