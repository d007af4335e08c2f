/** Reads the doors by OWSLib as a script of an office would; prints what it found as JSON. Arguments: the hub's address, city, layer, box. */
export const OWSLIB_SCRIPT = `
import json, sys
from owslib.ogcapi.features import Features
from owslib.ogcapi.processes import Processes
from owslib.ogcapi.records import Records
url, city, layer, box = sys.argv[1:5]
features = Features(f'{url}/ogc/features/{city}')
first = features.collection_items(layer, limit=3)
second = features.collection_items(layer, limit=3, offset=3)
ids = [feature['id'] for feature in first['features'] + second['features']]
records = Records(f'{url}/ogc/records')
processes = Processes(f'{url}/ogc/processes')
print(json.dumps({
    'layers': features.feature_collections(),
    'api': features.api()['openapi'],
    'queryables': list(features.collection_queryables(layer)['properties']),
    'matched': first['numberMatched'],
    'ids': ids,
    'one': features.collection_item(layer, ids[0])['id'],
    'inBox': features.collection_items(layer, bbox=[float(axis) for axis in box.split(',')], limit=1)['numberMatched'],
    'high': features.collection_items(layer, filter='height > 8', limit=1)['numberMatched'],
    'cities': records.records(),
    'roads': [record['id'] for record in records.collection_items(city, q='road', limit=20)['features']],
    'processes': [process['id'] for process in processes.processes()['processes']]
        if isinstance(processes.processes(), dict) else [process['id'] for process in processes.processes()],
    'inputs': list(processes.process('flood')['inputs']),
}))
`;

/** Opens the doors by QGIS without a window. Arguments: address of the city's features, layer, box. */
export const QGIS_SCRIPT = `
import json, os, sys
os.environ['QT_QPA_PLATFORM'] = 'offscreen'
from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer, QgsVectorTileLayer
application = QgsApplication([], False)
application.initQgis()
url, name, box = sys.argv[1:4]
layer = QgsVectorLayer(f"url='{url}' typename='{name}' pageSize='200' restrictToRequestBBOX='1'", name, 'OAPIF')
features = list(layer.getFeatures())
inside = list(layer.getFeatures(QgsFeatureRequest(QgsRectangle(*[float(axis) for axis in box.split(',')]))))
layer.setSubsetString('"height" > 8')
high = len(list(layer.getFeatures()))
template = f'{url}/collections/{name}/tiles/WebMercatorQuad/{{z}}/{{x}}/{{y}}'.replace('{', '%7B').replace('}', '%7D')
tiles = QgsVectorTileLayer(f'type=xyz&url={template}&zmin=0&zmax=20', name)
print(json.dumps({
    'isValid': layer.isValid(),
    'crs': layer.crs().authid(),
    'count': len(features),
    'ids': len({feature['id'] for feature in features}),
    'inBox': len(inside),
    'high': high,
    'hasTiles': tiles.isValid(),
}))
sys.stdout.flush()
os._exit(0)
`;
