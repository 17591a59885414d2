//! The databases of users and groups, by the system's own look-up (nsswitch.conf), and the process's groups.

use super::{Errno, Result, last_error};
use std::{
    ffi::{CStr, CString},
    sync::Mutex,
};

/// An entry of the database of users.
#[derive(Debug, Clone)]
pub struct User {
    /// Login name, password, full name, home, shell; absent where the database has none.
    pub name: Option<CString>,
    /// See `name`.
    pub password: Option<CString>,
    /// Identifier.
    pub uid: u32,
    /// Main group.
    pub gid: u32,
    /// See `name`.
    pub gecos: Option<CString>,
    /// See `name`.
    pub home: Option<CString>,
    /// See `name`.
    pub shell: Option<CString>,
}

/// An entry of the database of groups.
#[derive(Debug, Clone)]
pub struct Group {
    /// Name.
    pub name: Option<CString>,
    /// Password.
    pub password: Option<CString>,
    /// Identifier.
    pub gid: u32,
    /// Members' names.
    pub members: Vec<CString>,
}

unsafe fn text(p: *const libc::c_char) -> Option<CString> {
    // SAFETY: the caller passes null or a string.
    if p.is_null() { None } else { Some(unsafe { CStr::from_ptr(p) }.to_owned()) }
}

unsafe fn user(p: &libc::passwd) -> User {
    // SAFETY: the fields of an entry that the system filled in are null or strings.
    unsafe {
        User {
            name: text(p.pw_name),
            password: text(p.pw_passwd),
            uid: p.pw_uid,
            gid: p.pw_gid,
            gecos: text(p.pw_gecos),
            home: text(p.pw_dir),
            shell: text(p.pw_shell),
        }
    }
}

unsafe fn group(g: &libc::group) -> Group {
    // SAFETY: as in `user`; the members end with a null.
    unsafe {
        let mut members = Vec::new();
        let mut at = g.gr_mem;
        while !at.is_null() && !(*at).is_null() {
            members.extend(text(*at));
            at = at.add(1);
        }
        Group { name: text(g.gr_name), password: text(g.gr_passwd), gid: g.gr_gid, members }
    }
}

/// Asks with growing buffers until the entry fits.
fn look_up<E, T>(
    mut ask: impl FnMut(&mut E, &mut [libc::c_char], &mut *mut E) -> i32,
    read: unsafe fn(&E) -> T,
) -> Result<Option<T>> {
    let mut room = vec![0; 1024];
    loop {
        // SAFETY: entries are numbers and pointers, for which zero is valid.
        let mut entry: E = unsafe { std::mem::zeroed() };
        let mut found = std::ptr::null_mut();
        match ask(&mut entry, &mut room, &mut found) {
            0 if found.is_null() => return Ok(None),
            // SAFETY: the entry was filled in, and points into `room`.
            0 => return Ok(Some(unsafe { read(&entry) })),
            libc::ERANGE if room.len() < 1 << 24 => room.resize(room.len() * 2, 0),
            libc::ENOENT | libc::ESRCH => return Ok(None),
            e => return Err(Errno::from_raw_os_error(e)),
        }
    }
}

/// `getpwuid(3)`
///
/// # Errors
/// The system's.
pub fn user_by_id(uid: u32) -> Result<Option<User>> {
    // SAFETY: the buffers are as long as said and outlive the call.
    look_up(|e, room, found| unsafe { libc::getpwuid_r(uid, e, room.as_mut_ptr(), room.len(), found) }, user)
}

/// `getpwnam(3)`
///
/// # Errors
/// The system's.
pub fn user_by_name(name: &CStr) -> Result<Option<User>> {
    // SAFETY: as in `user_by_id`.
    look_up(|e, room, found| unsafe { libc::getpwnam_r(name.as_ptr(), e, room.as_mut_ptr(), room.len(), found) }, user)
}

/// `getgrgid(3)`
///
/// # Errors
/// The system's.
pub fn group_by_id(gid: u32) -> Result<Option<Group>> {
    // SAFETY: as in `user_by_id`.
    look_up(|e, room, found| unsafe { libc::getgrgid_r(gid, e, room.as_mut_ptr(), room.len(), found) }, group)
}

/// `getgrnam(3)`
///
/// # Errors
/// The system's.
pub fn group_by_name(name: &CStr) -> Result<Option<Group>> {
    // SAFETY: as in `user_by_id`.
    look_up(|e, room, found| unsafe { libc::getgrnam_r(name.as_ptr(), e, room.as_mut_ptr(), room.len(), found) }, group)
}

/// The place in the databases is the process's.
static WALK: Mutex<()> = Mutex::new(());

/// All users.
pub fn users() -> Vec<User> {
    let _alone = WALK.lock();
    let mut all = Vec::new();
    // SAFETY: entries are read before the next is asked for, and no one else walks meanwhile.
    unsafe {
        libc::setpwent();
        while let Some(entry) = libc::getpwent().as_ref() {
            all.push(user(entry));
        }
        libc::endpwent();
    }
    all
}

/// All groups.
pub fn groups() -> Vec<Group> {
    let _alone = WALK.lock();
    let mut all = Vec::new();
    // SAFETY: as in `users`.
    unsafe {
        libc::setgrent();
        while let Some(entry) = libc::getgrent().as_ref() {
            all.push(group(entry));
        }
        libc::endgrent();
    }
    all
}

/// `getgrouplist(3)`
///
/// # Errors
/// The system's.
pub fn groups_of(user: &CStr, gid: u32) -> Result<Vec<u32>> {
    let mut room = 64;
    loop {
        let mut all = vec![0u32; room as usize];
        // SAFETY: the list is as long as said.
        if unsafe { libc::getgrouplist(user.as_ptr(), gid, all.as_mut_ptr(), &mut room) } >= 0 {
            all.truncate(room as usize);
            return Ok(all);
        }
        if room as usize <= all.len() {
            return Err(last_error());
        }
    }
}

/// `setgroups(2)`, of all threads.
///
/// # Errors
/// The system's.
pub fn set_groups(groups: &[u32]) -> Result<()> {
    // SAFETY: the list is as long as said.
    if unsafe { libc::setgroups(groups.len(), groups.as_ptr()) } == -1 { Err(last_error()) } else { Ok(()) }
}

/// `getresuid(2)`
///
/// # Errors
/// The system's.
pub fn getresuid() -> Result<[u32; 3]> {
    let [mut real, mut effective, mut saved] = [0; 3];
    // SAFETY: writes to locals.
    match unsafe { libc::getresuid(&mut real, &mut effective, &mut saved) } {
        -1 => Err(last_error()),
        _ => Ok([real, effective, saved]),
    }
}

/// `getresgid(2)`
///
/// # Errors
/// The system's.
pub fn getresgid() -> Result<[u32; 3]> {
    let [mut real, mut effective, mut saved] = [0; 3];
    // SAFETY: writes to locals.
    match unsafe { libc::getresgid(&mut real, &mut effective, &mut saved) } {
        -1 => Err(last_error()),
        _ => Ok([real, effective, saved]),
    }
}
