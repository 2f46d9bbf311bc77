import { createRequire } from 'node:module';
import type { TrendPoint } from '../core/audit/audit-run.ts';
import { pictureSize, trendOptions } from './trend-options.ts';

/** Pixels for each unit of length: screens have two. */
const sharpness = 2;
const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

/**
 * The last runs as a PNG of 1800 x 880, twice its own units: open doors by severity. What draws is imported only while drawing: it takes a lot
 * of memory, and most of the time nobody draws.
 * @throws when a library or a font is not installed
 */
export async function drawTrend(points: readonly TrendPoint[]): Promise<Uint8Array> {
  const [svg, { Resvg }] = [await drawSvg(points), await import('@resvg/resvg-js')];
  const { resolve } = createRequire(import.meta.url);
  // Without a font it leaves out all text and says nothing; the system's fonts differ from place to place.
  const font = {
    fontFiles: fonts.map((name) => resolve(`dejavu-fonts-ttf/ttf/${name}`)),
    loadSystemFonts: false,
    defaultFontFamily: 'DejaVu Sans',
  };
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: sharpness } }).render().asPng();
}

async function drawSvg(points: readonly TrendPoint[]): Promise<string> {
  const { init } = await import('echarts');
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...pictureSize });
  try {
    chart.setOption(trendOptions(points));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
