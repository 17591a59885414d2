//! `pwd` and `grp`: the databases of users and groups (CPython: `Modules/pwdmodule.c`, `Modules/grpmodule.c`).

use crate::{
    posix::{error, number, path},
    table,
};
use rpython_objects::{
    Args, List, Module, NativeDef, Obj, PyResult, Raised, Ref, Type, TypeDef, Vm, argument, getter, native, protocol,
    raise, struct_sequence, types,
};
use rpython_vm::system::users::{self, Group, User};
use std::ffi::CString;

#[derive(Default)]
struct State {
    user: Option<Ref<Type>>,
    group: Option<Ref<Type>>,
}

fn text(vm: &mut Vm, text: Option<CString>) -> PyResult {
    match text {
        Some(text) => path::decode(vm, text.to_bytes()),
        None => Ok(Obj::NONE),
    }
}

fn user(vm: &mut Vm, u: User) -> PyResult {
    let Some(class) = vm.state_of::<State>().user.clone() else { return Ok(Obj::NONE) };
    let mut fields = vec![text(vm, u.name)?, text(vm, u.password)?];
    fields.extend([number::from_identity(vm, u.uid), number::from_identity(vm, u.gid)]);
    for part in [u.gecos, u.home, u.shell] {
        fields.push(text(vm, part)?);
    }
    struct_sequence::new(vm, &class, fields)
}

fn group(vm: &mut Vm, g: Group) -> PyResult {
    let Some(class) = vm.state_of::<State>().group.clone() else { return Ok(Obj::NONE) };
    let mut fields = vec![text(vm, g.name)?, text(vm, g.password)?, number::from_identity(vm, g.gid)];
    let mut members = Vec::new();
    for member in g.members {
        members.push(text(vm, Some(member))?);
    }
    fields.push(List::from_vec(vm, members)?.into_obj());
    struct_sequence::new(vm, &class, fields)
}

#[cold]
fn not_found(vm: &mut Vm, message: &str) -> Raised {
    raise!(vm, types::KEY_ERROR, "{message}")
}

fn getpwuid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let uid = match number::identity(vm, args.at(1), "uid") {
        Ok(uid) => uid,
        Err(raised) => {
            vm.swallow(raised, types::OVERFLOW_ERROR)?;
            return Err(not_found(vm, "getpwuid(): uid not found"));
        }
    };
    let found = vm.suspend(|| users::user_by_id(uid));
    match error::check(vm, found)? {
        Some(found) => user(vm, found),
        None => {
            let shown = uid as i32;
            Err(not_found(vm, &format!("getpwuid(): uid not found: {shown}")))
        }
    }
}

/// A name for the system, and as messages show it.
fn name(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<(CString, String)> {
    argument::text(vm, o, what)?;
    Ok((path::fsencode(vm, o)?, protocol::repr_text(vm, o)?))
}

fn getpwnam(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (name, shown) = name(vm, args.at(1), "getpwnam() argument")?;
    let found = vm.suspend(|| users::user_by_name(&name));
    match error::check(vm, found)? {
        Some(found) => user(vm, found),
        None => Err(not_found(vm, &format!("getpwnam(): name not found: {shown}"))),
    }
}

fn getpwall(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let mut all = Vec::new();
    for found in vm.suspend(users::users) {
        all.push(user(vm, found)?);
    }
    Ok(List::from_vec(vm, all)?.into_obj())
}

fn getgrgid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let gid = number::identity(vm, args.at(1), "gid")?;
    let found = vm.suspend(|| users::group_by_id(gid));
    match error::check(vm, found)? {
        Some(found) => group(vm, found),
        None => {
            let shown = gid as i32;
            Err(not_found(vm, &format!("getgrgid(): gid not found: {shown}")))
        }
    }
}

fn getgrnam(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (name, shown) = name(vm, args.at(1), "getgrnam() argument 'name'")?;
    let found = vm.suspend(|| users::group_by_name(&name));
    match error::check(vm, found)? {
        Some(found) => group(vm, found),
        None => Err(not_found(vm, &format!("getgrnam(): name not found: {shown}"))),
    }
}

fn getgrall(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let mut all = Vec::new();
    for found in vm.suspend(users::groups) {
        all.push(group(vm, found)?);
    }
    Ok(List::from_vec(vm, all)?.into_obj())
}

static USER: TypeDef = TypeDef {
    name: "struct_passwd",
    module: "pwd",
    doc: "pwd.struct_passwd: Results from getpw*() routines.\n\nThis object may be accessed either as a tuple of\n  (pw_name,pw_passwd,pw_uid,pw_gid,pw_gecos,pw_dir,pw_shell)\nor via the object attributes as named in the above tuple.",
    getsets: &[
        getter("pw_name", struct_sequence::field::<0>, "user name"),
        getter("pw_passwd", struct_sequence::field::<1>, "password"),
        getter("pw_uid", struct_sequence::field::<2>, "user id"),
        getter("pw_gid", struct_sequence::field::<3>, "group id"),
        getter("pw_gecos", struct_sequence::field::<4>, "real name"),
        getter("pw_dir", struct_sequence::field::<5>, "home directory"),
        getter("pw_shell", struct_sequence::field::<6>, "shell program"),
    ],
    ..struct_sequence::DEF
};

static GROUP: TypeDef = TypeDef {
    name: "struct_group",
    module: "grp",
    doc: "grp.struct_group: Results from getgr*() routines.\n\nThis object may be accessed either as a tuple of\n  (gr_name,gr_passwd,gr_gid,gr_mem)\nor via the object attributes as named in the above tuple.\n",
    getsets: &[
        getter("gr_name", struct_sequence::field::<0>, "group name"),
        getter("gr_passwd", struct_sequence::field::<1>, "password"),
        getter("gr_gid", struct_sequence::field::<2>, "group id"),
        getter("gr_mem", struct_sequence::field::<3>, "group members"),
    ],
    ..struct_sequence::DEF
};

static USERS: &[NativeDef] = &[
    native(
        "getpwuid",
        "($module, uidobj, /)",
        getpwuid,
        "Return the password database entry for the given numeric user ID.",
    ),
    native("getpwnam", "($module, name, /)", getpwnam, "Return the password database entry for the given user name."),
    native(
        "getpwall",
        "($module, /)",
        getpwall,
        "Return a list of all available password database entries, in arbitrary order.",
    ),
];

static GROUPS: &[NativeDef] = &[
    native("getgrgid", "($module, /, id)", getgrgid, "Return the group database entry for the given numeric group ID."),
    native("getgrnam", "($module, /, name)", getgrnam, "Return the group database entry for the given group name."),
    native("getgrall", "($module, /)", getgrall, "Return a list of all available group entries, in arbitrary order."),
];

/// `pwd`
///
/// # Errors
/// `MemoryError`
pub fn pwd(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "This module provides access to the Unix password database.\nIt is available on all Unix versions.";
    let module = table::module(vm, "pwd", doc, USERS)?;
    let class = struct_sequence::define(vm, &USER, 0)?;
    vm.state_of::<State>().user = Some(class.clone());
    table::set(vm, &module, "struct_passwd", class.into_obj())?;
    Ok(module)
}

/// `grp`
///
/// # Errors
/// `MemoryError`
pub fn grp(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "grp", "Access to the Unix group database.", GROUPS)?;
    let class = struct_sequence::define(vm, &GROUP, 0)?;
    vm.state_of::<State>().group = Some(class.clone());
    table::set(vm, &module, "struct_group", class.into_obj())?;
    Ok(module)
}
