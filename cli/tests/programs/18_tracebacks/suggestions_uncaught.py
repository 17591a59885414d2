# imports: tim
class Shape:
    def __init__(self):
        self.perimeter = 4
        self.area_value = 1

    def area(self):
        return self.area_valu


import sys


def show(f):
    try:
        f()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)


def local_name():
    counter_value = 1
    return counter_valu


def builtin_name():
    return pritn("x")


def module_name():
    return maths.sqrt(2)


def missing_import():
    return time.time()


def self_attribute():
    class A:
        def __init__(self):
            self.blob = 1

        def m(self):
            return blob

    return A().m()


def keyword():
    def g(alpha, beta=1):
        pass

    g(1, betta=2)


def import_name():
    from time import slep


def import_module():
    import tim


def nested_attribute():
    class In:
        pass

    class Out:
        inner = In()

    Out.inner.deep = 5
    return Out().deep


def no_suggestion():
    return completely_unknown_thing


def attribute_of_module():
    return sys.versoin


def attribute_of_type():
    return int.from_byte


def attribute_of_none():
    return None.append


def list_push():
    return [].push(1)


def dict_attr():
    return {"a": 1}.a


show(Shape().area)
for f in (local_name, builtin_name, module_name, missing_import, self_attribute, keyword, import_name, import_module, nested_attribute, no_suggestion, attribute_of_module, attribute_of_type, attribute_of_none, list_push, dict_attr):
    show(f)
Shape().perimetre
