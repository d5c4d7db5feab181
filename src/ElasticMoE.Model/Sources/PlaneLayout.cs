namespace ElasticMoE.Model.Sources;

/// <summary>How a matrix lies in a stored plane.</summary>
/// <param name="Start">The plane's row (or column) that is the first output.</param>
/// <param name="Step">Rows (or columns) from one output to the next; 1 or 2.</param>
/// <param name="InputsOutermost">Whether outputs are columns and inputs rows.</param>
internal readonly record struct PlaneLayout(int Start, int Step, bool InputsOutermost)
{
    /// <summary>Every row of the plane is an output.</summary>
    public static PlaneLayout Whole { get; } = new(0, 1, InputsOutermost: false);
}
