//! Region, slabs, generational handles, reference counts and weak handles. Knows no Python.
