/** The document that was printed last: browsers may read it until the printer has it, so it goes when the next one comes or printing ends. */
let last: HTMLIFrameElement | null = null;

/**
 * Prints a whole HTML document in a frame of its own. The page around it is neither laid out anew nor printed, so no media query of it
 * fires: a page at paper width would become its narrow layout, and unmount whoever asked for the print.
 */
export function printDocument(html: string): void {
  last?.remove();
  const frame = document.createElement('iframe');
  frame.className = 'printed-document';
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  // A frame that is not displayed prints blank in Firefox; one without a size is out of sight and laid out.
  frame.style.cssText = 'position:fixed;inset:auto 0 0 auto;width:0;height:0;border:0';
  frame.addEventListener('load', () => {
    const printed = frame.contentWindow;
    printed?.addEventListener('afterprint', () => frame.remove());
    printed?.focus();
    printed?.print();
  });
  frame.srcdoc = html;
  document.body.append(frame);
  last = frame;
}
