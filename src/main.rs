//! The `postrider` program: everything it does is in the library.

/// Articles are thousands of small texts, made on all cores: the system's allocator takes a sixth of
/// a build for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    postrider::cli::main()
}
