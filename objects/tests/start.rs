//! The built-in types come up and answer.

use rpython_objects::{CallArgs, List, Obj, Str, StrExt, TypeExt, Vm, names, protocol, types};

fn vm() -> Vm {
    Vm::new(1 << 20).expect("address space for a heap")
}

#[test]
fn built_in_types_answer() {
    let mut vm = vm();
    let list = protocol::call(&mut vm, types::LIST, &[]).unwrap();
    let append = Str::intern(&mut vm, "append");
    let one = Obj::small_int(1).unwrap();
    protocol::call_method(&mut vm, &list, &append, std::slice::from_ref(&one)).unwrap();
    assert_eq!(protocol::len(&mut vm, &list).unwrap(), 1);
    let item = protocol::get_item(&mut vm, &list, &Obj::small_int(-1).unwrap()).unwrap();
    assert!(item.is(&one));
    let error = protocol::call_method(&mut vm, &list, &append, &[]);
    assert!(error.is_err());
    let e = vm.take_exception();
    let text = protocol::str(&mut vm, &e).unwrap();
    assert_eq!(text.to_string_lossy(&vm), "list.append() takes exactly one argument (0 given)");
    let repr = protocol::repr_text(&mut vm, types::LIST).unwrap();
    assert_eq!(repr, "<class 'list'>");
    let missing = Str::intern(&mut vm, "missing");
    assert!(protocol::get_attr(&mut vm, &list, &missing).is_err());
    let e = vm.take_exception();
    assert!(vm.class_of(&e).is(types::ATTRIBUTE_ERROR));
    assert_eq!(protocol::str(&mut vm, &e).unwrap().to_string_lossy(&vm), "'list' object has no attribute 'missing'");
    let len = types::LIST.lookup(&mut vm, names::__len__).unwrap();
    let n = protocol::call_args(&mut vm, &len, CallArgs::positional(std::slice::from_ref(&list))).unwrap();
    assert!(n.is(&one));
    assert!(list.is_kind::<List>());
}
