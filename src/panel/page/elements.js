/** Elements by id, and new ones in one call. */

/** @param {string} id @returns {any} */
export const byId = (id) => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`no element ${id}`);
  return element;
};

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(string | Node)} children
 * @returns {any}
 */
export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** One of the shapes at the head of the page. @param {string} id @param {string} className */
export const shape = (id, className) => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#${id}`);
  svg.append(use);
  return svg;
};

/** A button that gives the keyboard back to the box once it was clicked. */
export const button = (/** @type {string} */ className, /** @type {string} */ label, /** @type {() => void} */ act) => {
  const element = make('button', { type: 'button', class: className }, label);
  element.addEventListener('click', (/** @type {MouseEvent} */ event) => {
    if (event.detail > 0) element.blur();
    act();
  });
  return element;
};
