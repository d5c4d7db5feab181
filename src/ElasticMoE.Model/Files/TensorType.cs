namespace ElasticMoE.Model.Files;

/// <summary>Element types of the safetensors format.</summary>
public enum TensorType : byte
{
    /// <summary>8-bit boolean.</summary>
    Bool,

    /// <summary>Unsigned byte; also the carrier of packed 4-bit blocks.</summary>
    U8,

    /// <summary>Signed byte.</summary>
    I8,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>8-bit float with 4 exponent and 3 mantissa bits, no infinities.</summary>
    F8E4M3,

    /// <summary>8-bit float with 5 exponent and 2 mantissa bits.</summary>
    F8E5M2,

    /// <summary>8-bit power of two.</summary>
    F8E8M0,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of an f32.</summary>
    BF16,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE double precision.</summary>
    F64,
}
