"""The Python contestant: the same calls with ctypes, and pydantic for the records. Prints nanoseconds by work, as JSON."""

import ctypes
import json
import statistics
import sys
import time
from typing import List

import pydantic

BLOCK_SECONDS = 0.1
BLOCKS = 3


def load(path, procedure):
    library = ctypes.CDLL(path)
    function = library[procedure]
    function.argtypes = [ctypes.c_char_p]
    function.restype = ctypes.c_void_p
    library.free_mem.argtypes = [ctypes.c_void_p]
    library.free_mem.restype = None
    return function, library.free_mem


LISTING = load(sys.argv[1], "crossing_list_files")
START = load(sys.argv[2], "start_procedure")


class ProcedureInput(pydantic.BaseModel):
    timeout: float
    retries: int
    host_list: List[str]
    action: str
    job_id: int
    transport: str


class ProcedureOutput(pydantic.BaseModel):
    job_id: int
    result: str
    message: str
    failed_hosts: List[str]
    hosts: List[dict]


class ListingRequest(pydantic.BaseModel):
    files: int


class ListedFile(pydantic.BaseModel):
    name: str
    size: int
    share: float
    hidden: bool


class Listing(pydantic.BaseModel):
    files: List[ListedFile]


class RustError(Exception):
    pass


PYDANTIC_2 = pydantic.VERSION.split(".")[0] != "1"


def write(record):
    return record.model_dump_json() if PYDANTIC_2 else record.json()


def read(model, text):
    return model.model_validate_json(text) if PYDANTIC_2 else model.parse_raw(text)


def call(procedure, record, model):
    function, free = procedure
    reply = function(write(record).encode())
    try:
        text = ctypes.string_at(reply)
    finally:
        free(reply)
    if text.startswith(b'{"error":{'):
        raise RustError(json.loads(text)["error"]["message"])
    return read(model, text)


def start_procedure(hosts):
    record = ProcedureInput(timeout=10, retries=3, host_list=hosts, action="true", job_id=1, transport="local")
    return lambda: call(START, record, ProcedureOutput)


def refused(count):
    start = start_procedure([f"server{number}.example.com" for number in range(1, count)] + ["-refused"])

    def run():
        try:
            start()
        except RustError:
            return
        raise AssertionError("the input was not refused")

    return run


def list_files(count):
    record = ListingRequest(files=count)
    return lambda: call(LISTING, record, Listing)


def nanoseconds(work):
    work()
    blocks = []
    for _ in range(BLOCKS):
        start = time.perf_counter()
        calls = 0
        while calls == 0 or time.perf_counter() - start < BLOCK_SECONDS:
            work()
            calls += 1
        blocks.append((time.perf_counter() - start) / calls)
    return statistics.median(blocks) * 1e9


works = {"NoHosts 0": start_procedure([])}
works.update({f"Refused {count}": refused(count) for count in (1, 100, 10_000)})
works.update({f"Replies {count}": list_files(count) for count in (2, 160, 1_600, 16_000, 160_000)})
print(json.dumps({name: nanoseconds(work) for name, work in works.items()}))
