//! `str`, `bytes`, `bytearray` and `memoryview` answer as CPython's do.

use rpython_objects::{ByteArray, Bytes, Obj, Str, StrExt, Vm, memoryview, protocol, types};

/// One test for all: a process has one heap.
#[test]
fn text_types_answer() {
    let mut vm = Vm::new(1 << 20).expect("no error");
    strings_append_in_place(&mut vm);
    methods_bind_and_refuse(&mut vm);
    exported_arrays_keep_their_size(&mut vm);
}

fn call(vm: &mut Vm, o: &Obj, method: &str, args: &[Obj]) -> String {
    let name = Str::intern(vm, method);
    match protocol::call_method(vm, o, &name, args) {
        Ok(made) => protocol::repr_text(vm, &made).expect("no error"),
        Err(_) => {
            let e = vm.take_exception();
            protocol::str(vm, &e).expect("no error").to_string_lossy(vm)
        }
    }
}

fn strings_append_in_place(vm: &mut Vm) {
    let mut s = Str::new(vm, "start");
    let piece = Str::new(vm, "xy");
    let mut moved = 0;
    for _ in 0..1000 {
        let before = s.slot();
        s = Str::append_in_place(vm, s, &piece).expect("no error");
        moved += usize::from(s.slot() != before);
    }
    assert_eq!(s.get(vm).len(), 2005);
    assert!(moved < 40, "{moved} copies");
    let held = s.clone();
    let longer = Str::append_in_place(vm, s, &piece).expect("no error");
    assert_eq!((held.get(vm).len(), longer.get(vm).len()), (2005, 2007));
}

fn methods_bind_and_refuse(vm: &mut Vm) {
    let s = Str::new(vm, "a,b").into_obj();
    let comma = Str::new(vm, ",").into_obj();
    let one = Obj::small_int(1).expect("no error");
    assert_eq!(call(vm, &s, "upper", &[]), "'A,B'");
    assert_eq!(call(vm, &s, "find", &[comma]), "1");
    assert_eq!(call(vm, &s, "find", std::slice::from_ref(&one)), "find() argument 1 must be str, not int");
    let b = Bytes::new(vm, b"abc").expect("no error").into_obj();
    assert_eq!(call(vm, &b, "decode", &[]), "'abc'");
    assert_eq!(call(vm, &b, "replace", &[b.clone(), one]), "a bytes-like object is required, not 'int'");
}

fn exported_arrays_keep_their_size(vm: &mut Vm) {
    let array = ByteArray::new(vm, b"abc").expect("no error").into_obj();
    let view = memoryview::new(vm, &array).expect("no error");
    let one = Obj::small_int(100).expect("no error");
    let refusal = "Existing exports of data: object cannot be re-sized";
    assert_eq!(call(vm, &array, "append", std::slice::from_ref(&one)), refusal);
    drop(view);
    assert_eq!(call(vm, &array, "append", &[one]), "None");
    assert_eq!(protocol::repr_text(vm, &array).expect("no error"), "bytearray(b'abcd')");
    assert!(vm.class_of(&array).is(types::BYTEARRAY));
}
