// Defines <weir-playground>: <script type="module" src="weir.js"></script> and the element are all a page needs.
import { WeirPlayground } from './element.js';

if (!customElements.get('weir-playground')) customElements.define('weir-playground', WeirPlayground);
