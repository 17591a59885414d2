//! `scandir` and `DirEntry`: what a folder holds, with what the system says of it at once.

use super::{
    error::raise,
    files::open_folder,
    path::{self, Path, Wanted, truth},
    stat::result,
};
use crate::kinds;
use rpython_objects::{
    Args, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, TypeDef, TypeFlags, Vm, getter,
    native::{class_getitem, native},
    protocol,
    text::TextBuf,
};
use rustix::{
    fs::{AtFlags, Dir, FileType},
    io::Errno,
};
use std::ffi::CString;

/// The payload of an iterator.
pub(super) struct Listing {
    folder: Option<Dir>,
    /// The path that was passed, and what entries' paths start with.
    path: OptObj,
    prefix: Vec<u8>,
    descriptor: Option<i32>,
    is_bytes: bool,
}

impl Payload for Listing {
    const KIND: u8 = kinds::SCANDIR;
    const NAME: &'static str = "ScandirIterator";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(path) = self.path.get() {
            visit(path);
        }
    }
}

/// The payload of an entry.
pub(super) struct Entry {
    name: Obj,
    path: Obj,
    /// The path's bytes, for the system.
    raw: CString,
    descriptor: Option<i32>,
    kind: FileType,
    inode: u64,
    /// `stat_result`s, following links and not, once asked for.
    followed: OptObj,
    own: OptObj,
    /// Kind of file that the link leads to, once asked for.
    target: Option<FileType>,
}

impl Payload for Entry {
    const KIND: u8 = kinds::DIR_ENTRY;
    const NAME: &'static str = "DirEntry";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.name);
        visit(&self.path);
        for stat in [&self.followed, &self.own] {
            if let Some(stat) = stat.get() {
                visit(stat);
            }
        }
    }
}

pub(super) fn scandir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = Wanted { none: true, ..Wanted::or_descriptor("scandir") };
    let path = Path::read(vm, args.opt(1), wanted)?;
    let opened = vm.suspend(|| open_folder(&path.name, path.descriptor));
    let folder = match opened {
        Ok(folder) => folder,
        Err(e) if path.descriptor.is_some() => return Err(raise(vm, e, None)),
        Err(e) => return Err(path.error(vm, e)),
    };
    let mut prefix = if path.descriptor.is_some() { Vec::new() } else { path.name.to_bytes().to_vec() };
    if !prefix.is_empty() && !prefix.ends_with(b"/") {
        prefix.push(b'/');
    }
    let listing = Listing {
        folder: Some(folder),
        path: OptObj::some(path.object.clone()),
        prefix,
        descriptor: path.descriptor,
        is_bytes: path.is_bytes,
    };
    Ok(vm.make(listing).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(this) = o.downcast_ref::<Listing>() else { return Ok(None) };
    let Some(mut folder) = this.get_mut(vm).folder.take() else { return Ok(None) };
    let (folder, read) = vm.suspend(move || {
        loop {
            match folder.read() {
                Some(Ok(entry)) if matches!(entry.file_name().to_bytes(), b"." | b"..") => {}
                read => return (folder, read),
            }
        }
    });
    let entry = match read {
        None => return Ok(None),
        Some(Err(e)) => {
            drop(folder);
            let path = this.get(vm).path.cloned().filter(|p| !p.is_none());
            return Err(raise(vm, e, path.as_ref()));
        }
        Some(Ok(entry)) => entry,
    };
    this.get_mut(vm).folder = Some(folder);
    let listing = this.get(vm);
    let (is_bytes, descriptor) = (listing.is_bytes, listing.descriptor);
    let mut full = listing.prefix.clone();
    let name = entry.file_name().to_bytes();
    full.extend_from_slice(name);
    let shown = |vm: &mut Vm, name: &[u8]| if is_bytes { path::bytes(vm, name) } else { path::decode(vm, name) };
    let name = shown(vm, name)?;
    let path = shown(vm, &full)?;
    let made = Entry {
        name,
        path,
        raw: CString::new(full).unwrap_or_default(),
        descriptor,
        kind: entry.file_type(),
        inode: entry.ino(),
        followed: OptObj::NONE,
        own: OptObj::NONE,
        target: None,
    };
    Ok(Some(vm.make(made).into_obj()))
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let folder = args.this::<Listing>().get_mut(vm).folder.take();
    drop(folder);
    Ok(Obj::NONE)
}

/// The system's word on an entry.
fn look(vm: &mut Vm, this: &Ref<Entry>, follow: bool) -> Result<rustix::fs::Stat, Errno> {
    let flags = if follow { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW };
    let (raw, descriptor) = (this.get(vm).raw.clone(), this.get(vm).descriptor);
    vm.suspend(|| {
        let folder = descriptor.map_or(Ok(rustix::fs::CWD), path::borrow)?;
        rustix::fs::statat(folder, &*raw, flags)
    })
}

fn stat_of(vm: &mut Vm, this: &Ref<Entry>, follow: bool) -> PyResult {
    // Without a link both are one.
    let follow = follow && is_link(vm, this)?;
    let known = if follow { &this.get(vm).followed } else { &this.get(vm).own };
    if let Some(known) = known.cloned() {
        return Ok(known);
    }
    let stat = match look(vm, this, follow) {
        Ok(stat) => stat,
        Err(e) => {
            let path = this.get(vm).path.clone();
            return Err(raise(vm, e, Some(&path)));
        }
    };
    let made = result(vm, &stat)?;
    let entry = this.get_mut(vm);
    let place = if follow { &mut entry.followed } else { &mut entry.own };
    *place = OptObj::some(made.clone());
    Ok(made)
}

/// The kind of file; the system is asked where the listing did not say.
fn kind_of(vm: &mut Vm, this: &Ref<Entry>, follow: bool) -> PyResult<FileType> {
    let entry = this.get(vm);
    let known = match entry.kind {
        FileType::Symlink if follow => entry.target.unwrap_or(FileType::Unknown),
        kind => kind,
    };
    if known != FileType::Unknown {
        return Ok(known);
    }
    match look(vm, this, follow) {
        Ok(stat) => {
            let kind = FileType::from_raw_mode(stat.st_mode);
            let entry = this.get_mut(vm);
            if follow {
                entry.target = Some(kind);
            } else {
                entry.kind = kind;
            }
            Ok(kind)
        }
        Err(Errno::NOENT) => Ok(FileType::Unknown),
        Err(e) => {
            let path = this.get(vm).path.clone();
            Err(raise(vm, e, Some(&path)))
        }
    }
}

fn is_link(vm: &mut Vm, this: &Ref<Entry>) -> PyResult<bool> {
    Ok(kind_of(vm, this, false)? == FileType::Symlink)
}

fn is_kind(vm: &mut Vm, args: Args<'_>, wanted: FileType) -> PyResult {
    let follow = truth(vm, args.opt(1), true)?;
    Ok(Obj::bool(kind_of(vm, args.this(), follow)? == wanted))
}

fn stat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let follow = truth(vm, args.opt(1), true)?;
    stat_of(vm, args.this(), follow)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(this) = o.downcast_ref::<Entry>() else { return Ok(Obj::NONE) };
    let name = this.get(vm).name.clone();
    let shown = protocol::repr(vm, &name)?;
    let mut text = TextBuf::from("<DirEntry ");
    if let Some(shown) = shown.downcast_ref::<Str>() {
        text.push_text(shown.text(vm));
    }
    text.push_str(">");
    Ok(Str::try_from_buf(vm, text)?.into_obj())
}

/// `DirEntry`
pub(super) static ENTRY: TypeDef = TypeDef {
    name: "DirEntry",
    module: "posix",
    kind: kinds::DIR_ENTRY,
    flags: TypeFlags::NO_NEW,
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        native(
            "is_dir",
            "($self, /, *, follow_symlinks=True)",
            |vm, args| is_kind(vm, args, FileType::Directory),
            "Return True if the entry is a directory; cached per entry.",
        ),
        native(
            "is_file",
            "($self, /, *, follow_symlinks=True)",
            |vm, args| is_kind(vm, args, FileType::RegularFile),
            "Return True if the entry is a file; cached per entry.",
        ),
        native(
            "is_symlink",
            "($self, /)",
            |vm, args| is_link(vm, args.this()).map(Obj::bool),
            "Return True if the entry is a symbolic link; cached per entry.",
        ),
        native(
            "is_junction",
            "($self, /)",
            |_, _| Ok(Obj::FALSE),
            "Return True if the entry is a junction; cached per entry.",
        ),
        native(
            "stat",
            "($self, /, *, follow_symlinks=True)",
            stat,
            "Return stat_result object for the entry; cached per entry.",
        ),
        native(
            "inode",
            "($self, /)",
            |vm, args| {
                let inode = args.this::<Entry>().get(vm).inode;
                Ok(super::number::from_u64(vm, inode))
            },
            "Return inode of the entry; cached per entry.",
        ),
        native(
            "__fspath__",
            "($self, /)",
            |vm, args| Ok(args.this::<Entry>().get(vm).path.clone()),
            "Returns the path for the entry.",
        ),
        class_getitem("DirEntry is generic over the type of the path (str or bytes)"),
    ],
    getsets: &[
        getter(
            "name",
            |vm, o| Ok(o.downcast_ref::<Entry>().map_or(Obj::NONE, |e| e.get(vm).name.clone())),
            "the entry's base filename, relative to scandir() \"path\" argument",
        ),
        getter(
            "path",
            |vm, o| Ok(o.downcast_ref::<Entry>().map_or(Obj::NONE, |e| e.get(vm).path.clone())),
            "the entry's full path name; equivalent to\nos.path.join(scandir_path, entry.name)",
        ),
    ],
    ..TypeDef::EMPTY
};

const LISTING_METHODS: &[NativeDef] = &[
    native("__enter__", "($self, /)", |_, args| Ok(args.at(0).clone()), ""),
    native("__exit__", "($self, /, *args)", close, ""),
    native("close", "($self, /)", close, ""),
];

/// `ScandirIterator`
pub(super) static LISTING: TypeDef = TypeDef {
    name: "ScandirIterator",
    module: "posix",
    kind: kinds::SCANDIR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: LISTING_METHODS,
    ..TypeDef::EMPTY
};
