// Making elements. Texts become text nodes only: nothing of a plan is ever read as HTML.

/** h('td.number', {title}, ...children): null and false children are left out. */
export function h(tag, attributes = {}, ...children) {
    const [name, ...classes] = tag.split('.');
    const element = document.createElement(name);
    if (classes.length) element.className = classes.join(' ');
    for (const [key, value] of Object.entries(attributes ?? {})) {
        if (value === null || value === undefined || value === false) continue;
        if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
        else if (key === 'style') element.style.cssText = value;
        else element.setAttribute(key, value === true ? '' : String(value));
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
}

const svgSpace = 'http://www.w3.org/2000/svg';

/** The same for SVG. */
export function s(name, attributes = {}, ...children) {
    const element = document.createElementNS(svgSpace, name);
    for (const [key, value] of Object.entries(attributes))
        if (value !== null && value !== undefined && value !== false) element.setAttribute(key, String(value));
    element.append(...children.flat().filter(Boolean));
    return element;
}

let ids = 0;
/** An id that no other element has. */
export const freshId = (prefix) => `${prefix}-${++ids}`;
