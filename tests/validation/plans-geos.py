"""Areas of intersections by the system's libgeos_c, for tests/validation/plans-geos.ts: pairs of shapes in, float64 areas out."""

import array
import ctypes
import sys

geos = ctypes.CDLL("libgeos_c.so.1")
pointer = ctypes.c_void_p
unsigned = ctypes.c_uint
for name, result, given in [
    ("GEOSCoordSeq_copyFromBuffer", pointer, [pointer, unsigned, ctypes.c_int, ctypes.c_int]),
    ("GEOSGeom_createLinearRing", pointer, [pointer]),
    ("GEOSGeom_createPolygon", pointer, [pointer, pointer, unsigned]),
    ("GEOSIntersection", pointer, [pointer, pointer]),
    ("GEOSArea", ctypes.c_int, [pointer, pointer]),
    ("GEOSGeom_destroy", None, [pointer]),
    ("initGEOS", None, [pointer, pointer]),
]:
    function = getattr(geos, name)
    function.restype = result
    function.argtypes = given
geos.initGEOS(None, None)

numbers = array.array("d")
numbers.frombytes(sys.stdin.buffer.read())
shapes, pairs = int(numbers[0]), int(numbers[1])
at = 2
polygons = []
for _ in range(shapes):
    count = int(numbers[at])
    ring = (ctypes.c_double * (2 * count))(*numbers[at + 1 : at + 1 + 2 * count])
    sequence = geos.GEOSCoordSeq_copyFromBuffer(ring, count, 0, 0)
    polygons.append(geos.GEOSGeom_createPolygon(geos.GEOSGeom_createLinearRing(sequence), None, 0))
    at += 1 + 2 * count
areas = array.array("d")
area = ctypes.c_double()
for _ in range(pairs):
    both = geos.GEOSIntersection(polygons[int(numbers[at])], polygons[int(numbers[at + 1])])
    geos.GEOSArea(both, ctypes.byref(area))
    areas.append(area.value)
    geos.GEOSGeom_destroy(both)
    at += 2
sys.stdout.buffer.write(areas.tobytes())
