namespace ElasticMoE.Model.Templates.Statements;

/// <summary>Which special names a macro's body reads; only then does the macro take what they hold.</summary>
[Flags]
internal enum MacroTraits
{
    None = 0,

    /// <summary>`caller`, the body of a call block.</summary>
    UsesCaller = 1,

    /// <summary>`kwargs`, further arguments by name.</summary>
    TakesNamed = 2,

    /// <summary>`varargs`, further arguments by place.</summary>
    TakesRest = 4,
}
