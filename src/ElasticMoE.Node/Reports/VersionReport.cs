namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe version` tells.</summary>
internal sealed record VersionReport(
    string Version,
    string Runtime,
    string System,
    string Processor,
    int Cores,
    string Vectors,
    IReadOnlyList<string> InstructionSets,
    string ByteDots,
    string SelfTest,
    IReadOnlyList<string> SwitchedOff);
