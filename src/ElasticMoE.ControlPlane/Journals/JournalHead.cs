namespace ElasticMoE.ControlPlane.Journals;

/// <summary>A journal's lease and range.</summary>
/// <param name="Number">The lease's number; 0 where nobody has led yet.</param>
/// <param name="Renewal">How often the holder has renewed it since it took it.</param>
/// <param name="Holder">Who holds it; empty for nobody.</param>
/// <param name="First">Index of the first event that is kept; 1 more than <paramref name="Last"/> where there is none.</param>
/// <param name="Last">Index of the last event; 0 for none.</param>
public sealed record JournalHead(long Number, long Renewal, string Holder, long First, long Last)
{
    /// <summary>A journal nobody has written to.</summary>
    public static JournalHead Empty { get; } = new(0, 0, "", 1, 0);
}
