using System.Runtime.InteropServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// The byte dot products of 512 bits (AVX-512 VNNI), for which .NET 10 has no intrinsics: a small C file beside this one, compiled by the
/// build where there is a C compiler. The managed forms give the same bits without it. `EMOE_NATIVE=off` leaves it unused.
/// </summary>
public static unsafe class ByteDotLibrary
{
    private const string FileName = "libemoe_byte_dots.so";
    private const string Switch = "EMOE_NATIVE";

    static ByteDotLibrary()
    {
        if (Environment.GetEnvironmentVariable(Switch) == "off" || !NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, FileName), out nint library))
            return;
        var rowsMax = (delegate* unmanaged[Cdecl]<int, int>)NativeLibrary.GetExport(library, "emoe_tile_rows_max");
        TileRowsMax = rowsMax(sizeof(QuantizedTile));
        Q8 = new ByteDotFunctions(library, "q8");
        Q4 = new ByteDotFunctions(library, "q4");
    }

    /// <summary>Whether the library is here and this processor can run it.</summary>
    public static bool IsUsed => TileRowsMax > 0;

    /// <summary>Rows of the largest tile; 0 where the library isn't used.</summary>
    internal static int TileRowsMax { get; }

    internal static ByteDotFunctions Q8 { get; }

    internal static ByteDotFunctions Q4 { get; }
}
