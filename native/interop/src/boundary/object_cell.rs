//! The place of an object: its value, and who has access to it.

use std::cell::{Cell, UnsafeCell};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::boundary::handles::Borrow;
use crate::boundary::handles::crossing::HandleError;
use crate::boundary::lock::lock;
use crate::description::Exported;

/// A value that many calls read at once, or one changes. A type without methods that change it needs no lock, and its
/// values are read without one.
#[derive(Debug)]
pub(crate) struct ObjectCell<T> {
    users: Mutex<Users>,
    /// Notified when somebody stops using the value and others wait. Notifying is a system call.
    changed: Condvar,
    value: UnsafeCell<T>,
}

// SAFETY: the value is shared between threads that read it, so it must be `Sync`. It is given to a thread that changes
// it, so it must be `Send`. Only `users` decides which of both happens.
unsafe impl<T: Send + Sync> Sync for ObjectCell<T> {}

/// Who is using the value. There is never a writer beside anybody else.
#[derive(Debug, Default)]
struct Users {
    readers: usize,
    has_writer: bool,
    waiting: usize,
    /// How many of those who wait are writers.
    waiting_writers: usize,
}

thread_local! {
    /// How many values this thread uses.
    static USED: Cell<usize> = const { Cell::new(0) };
}

/// Somebody uses the object, and this thread can't wait: it uses an object itself, so the other one may wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InUse;

impl fmt::Display for InUse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        HandleError::InUse.fmt(formatter)
    }
}

impl std::error::Error for InUse {}

impl<T> ObjectCell<T> {
    pub(crate) const fn new(value: T) -> Self {
        let users = Users { readers: 0, has_writer: false, waiting: 0, waiting_writers: 0 };
        Self { users: Mutex::new(users), changed: Condvar::new(), value: UnsafeCell::new(value) }
    }
}

impl<T: Exported> ObjectCell<T> {
    /// The value of a type without methods that change it.
    pub(crate) fn get(&self) -> &T {
        const { assert!(!T::IS_EXCLUSIVE, "the object has methods that change it") };
        // SAFETY: nobody can change it, because `write` is for other types.
        unsafe { &*self.value.get() }
    }

    /// Waits until nobody changes the value.
    ///
    /// # Errors
    /// Somebody changes it, and this thread uses an object.
    fn begin_read(&self) -> Result<(), InUse> {
        if T::IS_EXCLUSIVE {
            let can_wait = can_wait();
            // A thread that can't wait goes ahead of those who wait for it.
            let is_blocked = |users: &Users| users.has_writer || users.waiting_writers > 0 && can_wait;
            let mut users = lock(&self.users);
            if is_blocked(&users) {
                if !can_wait {
                    return Err(InUse);
                }
                users = self.wait_while(users, is_blocked);
            }
            users.readers += 1;
            USED.set(USED.get() + 1);
        }
        Ok(())
    }

    /// Waits until nobody uses the value. Those who come later wait for this.
    ///
    /// # Errors
    /// Somebody uses it, and this thread uses an object.
    fn begin_write(&self) -> Result<(), InUse> {
        const { assert!(T::IS_EXCLUSIVE, "the object has no methods that change it") };
        let is_blocked = |users: &Users| users.has_writer || users.readers > 0;
        let mut users = lock(&self.users);
        if is_blocked(&users) {
            if !can_wait() {
                return Err(InUse);
            }
            users.waiting_writers += 1;
            users = self.wait_while(users, is_blocked);
            users.waiting_writers -= 1;
        }
        users.has_writer = true;
        drop(users);
        USED.set(USED.get() + 1);
        Ok(())
    }

    fn wait_while<'a>(
        &'a self,
        mut users: MutexGuard<'a, Users>,
        is_blocked: impl Fn(&Users) -> bool,
    ) -> MutexGuard<'a, Users> {
        users.waiting += 1;
        let waited = self.changed.wait_while(users, |users| is_blocked(users));
        users = waited.unwrap_or_else(PoisonError::into_inner);
        users.waiting -= 1;
        users
    }

    fn end_use(&self, is_write: bool) {
        USED.set(USED.get() - 1);
        let mut users = lock(&self.users);
        if is_write {
            users.has_writer = false;
        } else {
            users.readers -= 1;
        }
        let is_awaited = users.waiting > 0;
        drop(users);
        if is_awaited {
            self.changed.notify_all();
        }
    }
}

/// Whether it is certain that nobody waits for this thread.
fn can_wait() -> bool {
    USED.get() == 0
}

/// What keeps an object where it is.
#[derive(Debug)]
pub(crate) enum Owner<T> {
    /// One of its owners in Rust.
    Shared(Arc<ObjectCell<T>>),
    /// The handle that the call got.
    Handle(Borrow<ObjectCell<T>>),
}

impl<T> Deref for Owner<T> {
    type Target = ObjectCell<T>;

    fn deref(&self) -> &ObjectCell<T> {
        match self {
            Self::Shared(cell) => cell,
            Self::Handle(cell) => cell,
        }
    }
}

/// A shared reference to an object. As long as it lives, nobody changes the object.
#[derive(Debug)]
pub struct ObjectRef<T: Exported> {
    cell: Owner<T>,
    _stays_on_its_thread: PhantomData<*const ()>,
}

impl<T: Exported> ObjectRef<T> {
    /// Waits until nobody changes the value.
    ///
    /// # Errors
    /// Somebody changes it, and this thread uses an object.
    pub(crate) fn of(cell: Owner<T>) -> Result<Self, InUse> {
        cell.begin_read()?;
        Ok(Self { cell, _stays_on_its_thread: PhantomData })
    }
}

impl<T: Exported> Deref for ObjectRef<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: nobody changes it before this is dropped.
        unsafe { &*self.cell.value.get() }
    }
}

impl<T: Exported> Drop for ObjectRef<T> {
    fn drop(&mut self) {
        if T::IS_EXCLUSIVE {
            self.cell.end_use(false);
        }
    }
}

/// An exclusive reference to an object. As long as it lives, nobody else uses the object.
#[derive(Debug)]
pub struct ObjectMut<T: Exported> {
    cell: Owner<T>,
    _stays_on_its_thread: PhantomData<*const ()>,
}

impl<T: Exported> ObjectMut<T> {
    /// Waits until nobody uses the value.
    ///
    /// # Errors
    /// Somebody uses it, and this thread uses an object.
    pub(crate) fn of(cell: Owner<T>) -> Result<Self, InUse> {
        cell.begin_write()?;
        Ok(Self { cell, _stays_on_its_thread: PhantomData })
    }
}

impl<T: Exported> Deref for ObjectMut<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: nobody else uses it before this is dropped.
        unsafe { &*self.cell.value.get() }
    }
}

impl<T: Exported> DerefMut for ObjectMut<T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above.
        unsafe { &mut *self.cell.value.get() }
    }
}

impl<T: Exported> Drop for ObjectMut<T> {
    fn drop(&mut self) {
        self.cell.end_use(true);
    }
}
