import { encode } from 'uqr';

/** Black on white in every theme: scanners want contrast, not taste. */
export default function Qr({ url, label }: { url: string; label: string }) {
  const { data, size } = encode(url, { border: 2, ecc: 'M' });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#10130f" />
    </svg>
  );
}
