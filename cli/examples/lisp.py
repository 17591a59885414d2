"""A Lisp with lexical scope, macros in the making, tail calls and a small prelude in itself."""

import math


class Symbol(str):
    __slots__ = ()

    def __repr__(self):
        return str(self)


class Environment(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        scope = self
        while scope is not None:
            if name in scope:
                return scope
            scope = scope.outer
        raise NameError(f"unbound symbol {name}")


class Procedure:
    def __init__(self, parameters, body, environment):
        self.parameters, self.body, self.environment = parameters, body, environment

    def bind(self, arguments):
        names = list(self.parameters)
        if len(names) >= 2 and names[-2] == ".":
            fixed = len(names) - 2
            names = names[:fixed] + names[-1:]
            arguments = [*arguments[:fixed], list(arguments[fixed:])]
        if len(names) != len(arguments):
            raise TypeError(f"expected {len(names)} arguments, got {len(arguments)}")
        return Environment(names, arguments, self.environment)

    def __call__(self, *arguments):
        return evaluate([Symbol("begin"), *self.body], self.bind(arguments))


def tokens(text):
    for line in text.splitlines():
        line = line.partition(";")[0]
        while line := line.lstrip():
            if line[0] == '"':
                end = line.index('"', 1) + 1
            elif line[0] in "()'":
                end = 1
            else:
                end = next((i for i, c in enumerate(line) if c.isspace() or c in "()'"), len(line))
            yield line[:end]
            line = line[end:]


def read(stream):
    token = next(stream)
    if token == "(":
        out = []
        while (item := read(stream)) != Symbol(")"):
            out.append(item)
        return out
    if token == "'":
        return [Symbol("quote"), read(stream)]
    if token[0] == '"':
        return token[1:-1]
    if token in ("#t", "#f"):
        return token == "#t"
    for kind in (int, float):
        try:
            return kind(token)
        except ValueError:
            pass
    return Symbol(token)


def parse(text):
    stream = tokens(text)
    while True:
        try:
            yield read(stream)
        except StopIteration:
            return


def show(value):
    if value is True or value is False:
        return "#t" if value else "#f"
    if isinstance(value, list):
        return "(" + " ".join(map(show, value)) + ")"
    if isinstance(value, Procedure):
        return f"#<procedure of {len(value.parameters)}>"
    if callable(value):
        return "#<builtin>"
    return str(value) if isinstance(value, Symbol) else f'"{value}"' if isinstance(value, str) else repr(value)


def evaluate(x, env):
    while True:
        match x:
            case Symbol():
                return env.find(x)[x]
            case [Symbol("quote"), value]:
                return value
            case [Symbol("if"), test, yes, *no]:
                x = yes if evaluate(test, env) is not False else no[0] if no else False
            case [Symbol("define"), [Symbol() as name, *parameters], *body]:
                env[name] = Procedure(parameters, body, env)
                return name
            case [Symbol("define"), Symbol() as name, value]:
                env[name] = evaluate(value, env)
                return name
            case [Symbol("set!"), Symbol() as name, value]:
                env.find(name)[name] = evaluate(value, env)
                return None
            case [Symbol("lambda"), parameters, *body]:
                return Procedure(parameters, body, env)
            case [Symbol("begin"), *body, last]:
                for part in body:
                    evaluate(part, env)
                x = last
            case [Symbol("let"), bindings, *body]:
                env = Environment([n for n, _ in bindings], [evaluate(v, env) for _, v in bindings], env)
                x = [Symbol("begin"), *body]
            case [Symbol("cond"), [test, *body], *rest]:
                hit = test == Symbol("else") or evaluate(test, env) is not False
                x = [Symbol("begin"), *body] if hit else [Symbol("cond"), *rest]
            case [Symbol("and"), *parts]:
                x = True
                for part in parts:
                    x = evaluate(part, env)
                    if x is False:
                        break
                return x
            case [Symbol("or"), *parts]:
                return next((v for v in (evaluate(p, env) for p in parts) if v is not False), False)
            case [operator, *operands]:
                procedure = evaluate(operator, env)
                arguments = [evaluate(operand, env) for operand in operands]
                if not isinstance(procedure, Procedure):
                    return procedure(*arguments)
                env = procedure.bind(arguments)
                x = [Symbol("begin"), *procedure.body]
            case _:
                return x


def fold(f):
    def operation(first, *rest):
        for value in rest:
            first = f(first, value)
        return first

    return operation


ROOT = Environment()
ROOT.update(
    {
        Symbol(name): value
        for name, value in {
            "+": lambda *a: sum(a),
            "*": lambda *a: math.prod(a),
            "-": lambda a, *b: a - sum(b) if b else -a,
            "/": fold(lambda a, b: a / b),
            "quotient": lambda a, b: a // b,
            "remainder": lambda a, b: a % b,
            "=": lambda a, b: a == b,
            "<": lambda a, b: a < b,
            ">": lambda a, b: a > b,
            "<=": lambda a, b: a <= b,
            "cons": lambda a, b: [a, *b],
            "car": lambda a: a[0],
            "cdr": lambda a: a[1:],
            "list": lambda *a: list(a),
            "null?": lambda a: a == [],
            "append": lambda *a: sum(a, []),
            "length": len,
            "sqrt": math.sqrt,
            "display": lambda a: print(a if isinstance(a, str) else show(a)),
            "apply": lambda f, a: f(*a),
        }.items()
    }
)

PRELUDE = """
(define (not x) (if x #f #t))
(define (map f l) (if (null? l) l (cons (f (car l)) (map f (cdr l)))))
(define (filter p l)
  (cond ((null? l) l) ((p (car l)) (cons (car l) (filter p (cdr l)))) (else (filter p (cdr l)))))
(define (fold f start l) (if (null? l) start (fold f (f start (car l)) (cdr l))))
(define (range a b) (if (< a b) (cons a (range (+ a 1) b)) '()))
(define (compose . fs) (if (null? fs) (lambda (x) x) (lambda (x) ((car fs) ((apply compose (cdr fs)) x)))))
"""

PROGRAM = """
(define (factorial n) (if (= n 0) 1 (* n (factorial (- n 1)))))
(factorial 30)
(define (count n) (if (= n 0) 'done (count (- n 1))))   ; a tail call: no stack grows
(count 20000)
(map (lambda (x) (* x x)) (range 0 10))
(filter (lambda (n) (= (remainder n 3) 0)) (range 1 20))
(fold + 0 (range 0 101))
(define (make-counter)
  (let ((n 0)) (lambda () (begin (set! n (+ n 1)) n))))
(define tick (make-counter))
(list (tick) (tick) (tick))
((compose (lambda (x) (* x 2)) (lambda (x) (+ x 1))) 20)
(define (quicksort l)
  (if (null? l) l
    (let ((pivot (car l)) (rest (cdr l)))
      (append (quicksort (filter (lambda (x) (< x pivot)) rest))
              (list pivot)
              (quicksort (filter (lambda (x) (not (< x pivot))) rest))))))
(quicksort '(3 1 4 1 5 9 2 6 5 3 5 8 9 7 9))
(define (newton f df x n) (if (= n 0) x (newton f df (- x (/ (f x) (df x))) (- n 1))))
(newton (lambda (x) (- (* x x) 2)) (lambda (x) (* 2 x)) 1.0 6)
(and 1 2 (or #f 3))
(display "text with spaces")
'(a (quoted "list") #t 1.5)
(undefined-thing 1)
(factorial 1 2)
(car '())
"""

for text, echo in ((PRELUDE, False), (PROGRAM, True)):
    for expression in parse(text):
        try:
            result = evaluate(expression, ROOT)
        except (NameError, TypeError, IndexError) as error:
            result = f"{type(error).__name__}: {error}"
            print(f"{show(expression)}\n  !! {result}")
            continue
        if echo and result is not None:
            print(f"{show(expression)}\n  => {show(result)}")
