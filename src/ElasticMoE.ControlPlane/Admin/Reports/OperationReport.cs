namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>Something that can be awaited.</summary>
/// <param name="Operation">Its number.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Code">How it ended, or "accepted" while it is under way.</param>
/// <param name="Message">What became of it.</param>
/// <param name="Exit">The exit code of a command that waits for it.</param>
public sealed record OperationReport(long Operation, string Kind, string Subject, string Code, string Message, int Exit);
