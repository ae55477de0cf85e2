extension Report {
    /// The page's style sheet: two candidates in blue and orange that colour-blind readers tell apart, light or dark as
    /// the reader's system asks, rows that fold on a narrow screen.
    static let style = """
        :root{--page:#fdfdfc;--text:#1c1c1a;--dim:#5d5d58;--rule:#d9d8d2;--band:#e9e7de;--a:#0b62a8;--b:#c25a00;\
        --sum:#3b3b38;--good:#1b6e3c;--bad:#a3232b;--box:#f4f3ee}
        @media (prefers-color-scheme:dark){:root{--page:#141413;--text:#d8d6cf;--dim:#9a988f;--rule:#35342f;\
        --band:#2a2925;--a:#5aa9e6;--b:#f0944d;--sum:#c9c7bf;--good:#6fc38c;--bad:#ec8087;--box:#1d1c1a}img{filter:brightness(.9)}}
        *{box-sizing:border-box}
        html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
        body{margin:0 auto;font-variant-numeric:tabular-nums;max-width:62rem;padding:1rem;background:var(--page);color:var(--text);\
        font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:break-word}
        h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}
        h2{font-size:1.25rem;margin:2.5rem 0 .3rem;padding-top:.8rem;border-top:1px solid var(--rule)}
        h3{font-size:1rem;margin:1.2rem 0 .3rem}
        small{font-size:.85rem;color:var(--dim)}
        a{color:inherit}
        nav{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.9rem}
        nav a{padding:.3rem 0}
        .lesson{color:var(--dim);max-width:46rem;margin:.3rem 0 1rem}
        .nothing{color:var(--dim);font-style:italic}
        .sentence{font-size:1.35rem;margin:.5rem 0}
        .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:.3rem 0 .6rem}
        .key{display:flex;align-items:center;gap:.4rem}
        .swatch{width:12px;height:12px;flex:none}
        .swatch.c0{background:var(--a);border-radius:50%}.swatch.c1{background:var(--b)}
        .row{display:grid;grid-template-columns:14.5rem 1fr 17rem;gap:0 1.5rem;align-items:center;padding:.35rem 0;\
        border-bottom:1px solid var(--rule)}
        .row.scale{padding:0}.row.strong .name{font-weight:600}
        .plot{min-width:0;padding:0 8px}
        .facts small{display:block;line-height:1.35}
        .verdict{font-size:.8rem;font-weight:600;padding:0 .45em;border:1px solid currentColor;border-radius:1em;\
        color:var(--dim);white-space:nowrap}
        .verdict.better{color:var(--good)}.verdict.worse{color:var(--bad)}
        svg{display:block;overflow:visible}
        svg text{fill:var(--dim);font-size:12px}
        .floor{fill:var(--band)}.zero{stroke:var(--dim)}
        .interval{stroke:var(--text);stroke-width:2}
        .mark{stroke:var(--page);stroke-width:1}
        .bar.c0,.mark.c0,.c0.bar{fill:var(--a)}.bar.c1,.mark.c1{fill:var(--b)}.mark.sum{fill:var(--sum)}
        .cheat{stroke:var(--text);stroke-width:2;stroke-dasharray:2 2}
        .codec{stroke:var(--text);stroke-width:2}
        .oracle{stroke:var(--dim);stroke-width:1}
        .inline{font-weight:600;white-space:nowrap}
        .inline::before{content:"";display:inline-block;height:.9em;margin-right:.3em;vertical-align:-.1em;\
        border-left:2px solid var(--text)}
        .inline.cheat::before{border-left:2px dashed var(--text)}.inline.oracle::before{border-left:1px solid var(--dim)}
        .cells{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:1rem 1.2rem}
        .cell{background:var(--box);padding:.5rem .6rem}
        .cellhead small{display:block;line-height:1.2}
        .bars{display:flex;gap:.5rem;margin:.3rem 0}.bars .plot{flex:1;padding:0}
        .values span{display:block;height:22px;line-height:22px;font-size:.9rem;white-space:nowrap}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:1rem 2rem}
        figure{margin:0;min-width:0}
        figcaption{font-size:.9rem;color:var(--dim);margin:.3rem 0}
        .curveplot{padding-left:26px}.ylabel{font-size:12px;color:var(--dim);margin-left:-26px}
        .curveplot .plot{padding:6px 8px 0}
        .grid{stroke:var(--rule)}.level{stroke:var(--dim);stroke-dasharray:4 3}
        .curve{fill:none;stroke-width:2;vector-effect:non-scaling-stroke}
        .curve.c0{stroke:var(--a)}.curve.c1{stroke:var(--b);stroke-dasharray:6 3}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--rule);\
        font-weight:400}
        thead th,tfoot th{font-weight:600}
        .hashes td,.hashes th{font-size:.85rem}
        code,pre{overflow-wrap:anywhere;font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.85rem}
        pre{background:var(--box);padding:.7rem;white-space:pre-wrap}
        .strip{margin:0 0 1.6rem}.strip figcaption b{color:var(--text)}
        .scroll{overflow-x:auto}
        .film img{display:block;width:100%;image-rendering:pixelated}
        .picture{position:relative}
        .picture::after{content:"";position:absolute;inset:0;--tile:calc(100% / var(--n));background:repeating-linear-gradient(\
        to right,transparent 0 calc(var(--tile) - 2px),var(--page) calc(var(--tile) - 2px) var(--tile))}
        .marks{display:flex}
        .marks span{flex:1;min-width:0;font-size:.8rem;line-height:1.2;padding:0 2px;border-left:1px solid transparent;\
        align-self:end}
        .marks .marked{border-left-color:var(--text);font-weight:600}
        .rowlabel{position:sticky;left:0;width:max-content;max-width:100%;font-size:.8rem;color:var(--dim);margin-top:3px}
        .branch{font-size:.85rem;margin:.5rem 0 0}
        details{margin:.8rem 0}dt{font-weight:600}dd{margin:0 0 .4rem 1rem}
        @media (max-width:46rem){.row{grid-template-columns:1fr;padding:.5rem 0}.row.scale{position:static}\
        .row.scale .name,.row.scale .facts{display:none}.facts small{display:inline}\
        .cell:first-child{grid-column:1/-1}.sentence{font-size:1.2rem}}
        """
}
