"""Calls the native library the way any language with C calls does. Argument: the path of the library."""

import ctypes
import json
import sys

rust = ctypes.CDLL(sys.argv[1])
rust.start_procedure.argtypes = [ctypes.c_char_p]
rust.start_procedure.restype = ctypes.c_void_p  # c_char_p would copy the text and lose the pointer to free
rust.free_mem.argtypes = [ctypes.c_void_p]
rust.free_mem.restype = None
rust.rust_interop_live_strings.restype = ctypes.c_int64


def start_procedure(procedure):
    ptr = rust.start_procedure(json.dumps(procedure).encode())
    try:
        return json.loads(ctypes.c_char_p(ptr).value)
    finally:
        rust.free_mem(ptr)


assert rust.print_string("Grüße aus Python".encode()) == 0
assert rust.print_int(ctypes.byref(ctypes.c_int32(2))) == 0

output = start_procedure(
    {"timeout": 10, "retries": 0, "host_list": ["a", "b"], "action": "test $HOST = b", "job_id": 1, "transport": "local"}
)
del output["hosts"]
print(json.dumps(output), flush=True)

error = start_procedure({"timeout": "soon", "retries": 0, "host_list": [], "action": "x", "job_id": 1})["error"]
print(error["kind"], error["path"], flush=True)

rust.free_mem(None)
print(rust.rust_interop_live_strings())
