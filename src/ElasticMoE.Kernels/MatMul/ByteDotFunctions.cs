using System.Runtime.InteropServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>One format's functions. A call takes a microsecond or a few, so it doesn't let the collector in between.</summary>
internal readonly unsafe struct ByteDotFunctions
{
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<int, QuantizedTile*, void> _tile;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<QuantizedTile*, void> _row;

    /// <param name="library">The loaded library.</param>
    /// <param name="format">As the library's names end: "q8".</param>
    public ByteDotFunctions(nint library, string format)
    {
        _tile = (delegate* unmanaged[Cdecl, SuppressGCTransition]<int, QuantizedTile*, void>)NativeLibrary.GetExport(library, $"emoe_tile_{format}");
        _row = (delegate* unmanaged[Cdecl, SuppressGCTransition]<QuantizedTile*, void>)NativeLibrary.GetExport(library, $"emoe_row_{format}");
    }

    /// <summary>Rows times one panel.</summary>
    public void Tile(int rows, QuantizedTile* tile) => _tile(rows, tile);

    /// <summary>One row times <see cref="QuantizedRowKernel.Panels"/> panels.</summary>
    public void Row(QuantizedTile* tile) => _row(tile);
}
