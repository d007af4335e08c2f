import type { RasterPlace } from '../../model/city/raster.ts';
import { useApp } from './app-context.tsx';
import { saveFile } from './run-parts.tsx';
import { useWords } from './words.ts';

/** Takes the shown map away as a GeoTIFF, which any GIS lays on its place. */
export function SaveRaster({
  file,
  place,
  valueAt,
}: {
  /** Name of the file without its ending. */
  file: string;
  place: RasterPlace;
  /** Null: the cell has no value. */
  valueAt(cell: number): number | null;
}) {
  const { t } = useWords();
  const { twin, report } = useApp();
  const save = async () => {
    try {
      const { writeGeoTiff } = await import('../../model/geo/write-geo-tiff.ts');
      saveFile(`${file}.tif`, 'image/tiff', writeGeoTiff(place, valueAt, twin.city.origin));
    } catch (error) {
      report('raster', error);
    }
  };
  return (
    <button type="button" className="btn small" onClick={() => void save()}>
      {t('analysis.geoTiff')}
    </button>
  );
}
