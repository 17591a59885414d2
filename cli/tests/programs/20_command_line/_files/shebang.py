#!/usr/bin/env python
# vim: set fileencoding=utf-8 :
print("é", __name__, __doc__)
