namespace ElasticMoE.ControlPlane.Journals.Sqlite;

/// <summary>How a journal's file is used.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>Largest file, bytes; 4 GiB hold more than ten million events. More is answered with <see cref="JournalOutcome.Full"/>.</summary>
    public long FileBytesMax { get; init; } = 4L << 30;

    /// <summary>How long to wait for the file's lock, which another supervisor may hold.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.Zero;

    /// <summary>Time for waiting.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
