//! Compressors and decompressors as objects, whatever the stream.

use super::{Decoding, Decompression, Failure, Stream, feed};
use rpython_objects::{Args, Bytes, Obj, Payload, PyResult, Vm, argument, buffer, raise, types, value_error};

/// The payload of a compressor; empty once it has been flushed.
pub(super) struct Compressor<S>(Option<Box<S>>);

/// The payload of a decompressor.
pub(super) struct Decompressor<S>(pub(super) Box<Decompression<S>>);

macro_rules! payload {
    ($type:ident<$stream:ident>) => {
        impl<S: $stream> Payload for $type<S> {
            const KIND: u8 = S::KIND;
            const NAME: &'static str = S::NAME;
            const TRACKED: bool = false;
            const FOREIGN: bool = true;
            type Tail = ();
            fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
        }
    };
}

payload!(Compressor<Stream>);
payload!(Decompressor<Decoding>);

impl<S: Stream> Compressor<S> {
    pub(super) fn new(stream: S) -> Compressor<S> {
        Compressor(Some(Box::new(stream)))
    }
}

impl<S: Decoding> Decompressor<S> {
    pub(super) fn new(stream: S) -> Decompressor<S> {
        Decompressor(Box::new(Decompression::new(stream)))
    }
}

/// The bytes that a stream made, or its exception.
fn outcome<S: Stream>(vm: &mut Vm, made: Result<Vec<u8>, S::Error>) -> PyResult {
    match made {
        Ok(out) => Ok(Bytes::new(vm, &out)?.into_obj()),
        Err(e) => Err(e.raise(vm)),
    }
}

/// The method `compress`.
pub(super) fn compress<S: Stream>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Compressor<S>>();
    let data = buffer::to_vec(vm, args.at(1))?;
    let Some(stream) = &mut this.get_mut(vm).0 else {
        return Err(value_error!(vm, "Compressor has been flushed"));
    };
    let made = feed(&mut **stream, &data, false);
    outcome::<S>(vm, made)
}

/// The method `flush`.
pub(super) fn flush<S: Stream>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(mut stream) = args.this::<Compressor<S>>().get_mut(vm).0.take() else {
        return Err(value_error!(vm, "Repeated call to flush()"));
    };
    outcome::<S>(vm, feed(&mut *stream, &[], true))
}

/// The method `decompress`.
pub(super) fn decompress<S: Decoding>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Decompressor<S>>();
    let data = buffer::to_vec(vm, args.at(1))?;
    let most = usize::try_from(argument::ssize_or(vm, args.opt(2), -1)?).ok();
    let stream = &mut this.get_mut(vm).0;
    if stream.ended {
        return Err(raise!(vm, types::EOF_ERROR, "{}", S::ENDED));
    }
    if let Some(message) = S::FAILED.filter(|_| stream.failed) {
        return Err(value_error!(vm, "{message}"));
    }
    let made = stream.decompress(&data, most);
    outcome::<S>(vm, made)
}

fn flag<S: Decoding>(vm: &Vm, o: &Obj, read: fn(&Decompression<S>) -> bool) -> PyResult {
    Ok(Obj::bool(o.downcast_ref::<Decompressor<S>>().is_some_and(|d| read(&d.get(vm).0))))
}

/// The attribute `eof`.
pub(super) fn eof<S: Decoding>(vm: &mut Vm, o: &Obj) -> PyResult {
    flag::<S>(vm, o, |d| d.ended)
}

/// The attribute `needs_input`.
pub(super) fn needs_input<S: Decoding>(vm: &mut Vm, o: &Obj) -> PyResult {
    flag::<S>(vm, o, |d| d.needs_input)
}

/// The attribute `unused_data`.
pub(super) fn unused_data<S: Decoding>(vm: &mut Vm, o: &Obj) -> PyResult {
    let data = o.downcast_ref::<Decompressor<S>>().map_or(&[][..], |d| &d.get(vm).0.unused);
    Ok(Bytes::new(vm, data)?.into_obj())
}
