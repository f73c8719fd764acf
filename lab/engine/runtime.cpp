// What the C++ runtime of Debian for WebAssembly lacks.
//
// The engine in the page never throws on what the command has checked: problems of input are diagnostics. Should
// something be thrown all the same (memory at its end, a defect), the instance says what and stops; the page starts
// another one. So no code for catching is compiled.
#include <cstdlib>
#include <cstring>
#include <exception>
#include <typeinfo>

/// Tells the page what was thrown.
extern "C" __attribute__((import_module("zonecast"), import_name("thrown"))) void zonecast_thrown(const char* text, std::size_t length);

extern "C" {

void* __cxa_allocate_exception(std::size_t size) noexcept {
    return std::malloc(size);
}
void __cxa_free_exception(void* exception) noexcept {
    std::free(exception);
}
[[noreturn]] void __cxa_throw(void*, std::type_info* type, void (*)(void*)) {
    zonecast_thrown(type->name(), std::strlen(type->name()));
    __builtin_trap();
}

/// The one thread ends with the page, which destroys nothing.
int __cxa_thread_atexit(void (*)(void*), void*, void*) noexcept {
    return 0;
}

}  // extern "C"
