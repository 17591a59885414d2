# -*- coding: latin-1 -*-
print("latin-1", ascii("é"))
