import type { Page } from 'playwright-core';

/** Words and HTML of the report that was printed last: a document of its own, in a frame. */
export async function printedReport(page: Page): Promise<{ html: string; text: string }> {
  const frame = page.locator('iframe.printed-document');
  await frame.waitFor({ state: 'attached', timeout: 120_000 });
  const html = (await frame.getAttribute('srcdoc')) ?? '';
  const body = page.frameLocator('iframe.printed-document').locator('body');
  return { html, text: (await body.textContent({ timeout: 120_000 })) ?? '' };
}

/** The report on paper, as the browser prints its document by itself. */
export async function reportPdf(page: Page, html: string, format: 'A4' | 'A3'): Promise<Buffer> {
  const paper = await page.context().newPage();
  await paper.setContent(html);
  const pdf = await paper.pdf({ format, preferCSSPageSize: false, printBackground: true });
  await paper.close();
  return pdf;
}
