import { useEffect, useState } from 'preact/hooks';
import { draw } from './kit';

const DARK = matchMedia('(prefers-color-scheme: dark)');

/** Whether the page is dark; paper never is. */
export function useDark(): boolean {
  const [dark, setDark] = useState(DARK.matches);
  useEffect(() => {
    const follow = () => setDark(DARK.matches);
    DARK.addEventListener('change', follow);
    return () => DARK.removeEventListener('change', follow);
  }, []);
  return dark;
}

/** A drawn molecule. */
export function Structure({ smiles, of, width, height }: { smiles: string | null; of: string; width: number; height: number }) {
  const dark = useDark();
  const [image, setImage] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    setImage(undefined);
    if (smiles !== null) {
      draw(smiles, { width, height, dark }).then(
        drawn => isWanted && setImage(drawn),
        () => isWanted && setImage(null)
      );
    }
    return () => {
      isWanted = false;
    };
  }, [smiles, width, height, dark]);
  return (
    <span class="structure" style={{ width: `${width}px`, height: `${height}px` }}>
      {typeof image === 'string' ? <img src={image} width={width} height={height} alt={`Structure of ${of}`} /> : <span class="hint">{smiles === null ? '' : image === null ? 'not drawn' : '…'}</span>}
    </span>
  );
}
